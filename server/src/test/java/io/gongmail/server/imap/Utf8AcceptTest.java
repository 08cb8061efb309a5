package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF8=ACCEPT (RFC 9755, which takes the place of RFC 6855). */
class Utf8AcceptTest {
    private static final String NAME = "회의록";
    private static final String ENCODED = ModifiedUtf7.encodeModifiedUTF7(NAME);
    private static final String MESSAGE = "Subject: Plan\r\n\r\nThe plan.\r\n";

    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");
    private final TestPerson hong = server.person("hong");

    private static ImapTalk enabled(TestPerson person) {
        return ImapTalk.signedIn(person).does("e1 ENABLE UTF8=ACCEPT");
    }

    /** §3: "only valid in the authenticated state". */
    @Test
    void itIsEnabledBeforeAMailboxIsSelected() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 ENABLE utf8=accept CONDSTORE");
            assertThat(imap.told("* ENABLED")).singleElement().asString().contains(" UTF8=ACCEPT", " CONDSTORE");
        }
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 SELECT INBOX").hears("a2 ENABLE UTF8=ACCEPT").says("a2 BAD");
            assertThat(imap.told()).isEmpty();
            imap.does("a3 LIST \"\" &rPXJwA-");
            assertThat(imap.told()).containsExactly("* LIST (\\HasNoChildren) \".\" \"&rPXJwA-\"");
        }
        try (ImapTalk imap = ImapTalk.of(kim)) {
            imap.hears("a1 ENABLE UTF8=ACCEPT").says("a1 NO");
        }
    }

    /** §3: all answers that tell a name, in the form that was agreed and in no other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What James writes
                "STATUS <M> (MESSAGES)|* STATUS <M> (MESSAGES 0)",
                "LSUB \"\" *|* LSUB () \".\" <M>",
                "LSUB \"\" <P>|* LSUB () \".\" <M>",
                "LSUB <R> *|* LSUB () \".\" <M>",
                // What is written here
                "LIST \"\" *|* LIST (\\HasNoChildren) \".\" <M>",
                "LIST \"\" <P>|* LIST (\\HasNoChildren) \".\" <M>",
                "LIST <R> *|* LIST (\\HasNoChildren) \".\" <M>",
                "LIST (SUBSCRIBED) \"\" <P>|* LIST (\\HasNoChildren \\Subscribed) \".\" <M>",
                "LIST \"\" <P> RETURN (STATUS (MESSAGES))|* STATUS <M> (MESSAGES 0)",
                "LIST \"\" <P> RETURN (MYRIGHTS)|* MYRIGHTS <M> \"lrswipkxteacd\"",
                "GETACL <M>|* ACL <M> \"<KIM>\" \"lrswipkxteacd\"",
                "MYRIGHTS <M>|* MYRIGHTS <M> \"lrswipkxteacd\"",
                "LISTRIGHTS <M> <KIM>|* LISTRIGHTS <M> \"<KIM>\" \"lrswipkxteacd\"",
                "GETQUOTAROOT <M>|* QUOTAROOT <M>",
                "GETMETADATA <M> /shared/comment|* METADATA <M> (/shared/comment NIL)",
                "NAMESPACE|* NAMESPACE ((\"\" \".\")) ((\"Other Users.\" \".\")) NIL",
            })
    void namesAreToldAsWasAgreed(String command, String answer) {
        try (ImapTalk before = ImapTalk.signedIn(kim);
                ImapTalk imap = enabled(kim)) {
            imap.does("a1 CREATE \"" + NAME + "\"").does("a2 SUBSCRIBE \"" + NAME + "\"");
            imap.does("a3 " + filled(command, NAME, "회"));
            assertThat(imap.toldInUtf8("* ")).contains(filled(answer, NAME, ""));
            before.does("b3 " + filled(command, ENCODED, "&1ow-"));
            assertThat(before.told()).contains(filled(answer, ENCODED, ""));
            assertThat(String.join("", before.told()).chars()).allMatch(octet -> octet < 0x80);
        }
    }

    /** @param first character of the name, for patterns and references */
    private String filled(String template, String name, String first) {
        return template.replace("<M>", "\"" + name + "\"")
                .replace("<P>", "\"" + first + "*\"")
                .replace("<R>", "\"" + first + "\"")
                .replace("<KIM>", kim.address());
    }

    /** §3: all commands that take a name. */
    @Test
    void namesAreTakenAsWasAgreed() {
        try (ImapTalk imap = enabled(kim)) {
            imap.does("a1 CREATE \"" + NAME + "\"").does("a2 RENAME \"" + NAME + "\" \"기록.올해\"");
            imap.does("a3 SUBSCRIBE \"기록.올해\"").does("a4 UNSUBSCRIBE \"기록.올해\"");
            imap.does("a5 SETACL \"기록.올해\" " + hong.address() + " lr");
            imap.does("a6 DELETEACL \"기록.올해\" " + hong.address());
            imap.does("a7 SETMETADATA \"기록.올해\" (/shared/comment \"메모\")");
            imap.does("a8 GETMETADATA \"기록.올해\" /shared/comment");
            assertThat(imap.toldInUtf8("* METADATA"))
                    .containsExactly("* METADATA \"기록.올해\" (/shared/comment {6}\r\n메모)");
            imap.appends("\"기록.올해\"", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("b1 EXAMINE \"기록.올해\"").does("b2 SELECT \"기록.올해\"");
            assertThat(imap.told()).contains("* 1 EXISTS");
            imap.does("b3 SELECT INBOX").does("b4 COPY 1 \"기록.올해\"");
            imap.hears("b5 REPLACE 1 \"기록.올해\" {" + MESSAGE.length() + "+}\r\n" + MESSAGE)
                    .says("b5 OK");
            imap.appends("INBOX", MESSAGE).does("b6 MOVE 1 \"기록.올해\"");
            imap.does("b7 STATUS {13+}\r\n기록.올해 (MESSAGES)");
            assertThat(imap.toldInUtf8("* STATUS")).containsExactly("* STATUS \"기록.올해\" (MESSAGES 4)");
            imap.does("b8 DELETE \"기록.올해\"");
            imap.hears("b9 SELECT \"기록.올해\"").says("b9 NO");
        }
    }

    /** RFC 3501 §5.1.3 ends with it: an ampersand is one. */
    @Test
    void anAmpersandIsNoLongerShifted() {
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE R&D").does("a2 CREATE &rPXJwA-").does("a3 LIST \"\" (R&* &rPXJw*)");
            assertThat(imap.told())
                    .containsExactly(
                            "* LIST (\\HasNoChildren) \".\" \"&rPXJwA-\"", "* LIST (\\HasNoChildren) \".\" \"R&D\"");
            imap.does("a4 SUBSCRIBE R&D").does("a5 LSUB \"\" R&D");
            assertThat(imap.told()).containsExactly("* LSUB () \".\" \"R&D\"");
            before.does("b1 LIST \"\" R*");
            assertThat(before.told()).containsExactly("* LIST (\\HasNoChildren) \".\" \"R&-D\"");
        }
    }

    /** §3: "MUST accept UTF8-quoted mailbox names and convert them to the appropriate internal format". */
    @Test
    void aNameInUtf8IsTakenBeforeThatToo() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 SELECT \"공지\"").does("a2 STATUS \"공지\" (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"&rPXJwA-\" (MESSAGES 0)");
        }
    }

    /** RFC 9051 §5.1 */
    @Test
    void inboxIsOneInAnyCaseAndALongNameIsReadWhole() {
        String name = "a" + "가".repeat(40);
        try (ImapTalk imap = enabled(kim)) {
            imap.does("a1 SELECT \"InBox\"").does("a2 CREATE \"" + name + "\"").does("a3 LIST \"\" a%");
            assertThat(imap.toldInUtf8("* LIST")).containsExactly("* LIST (\\HasNoChildren) \".\" \"" + name + "\"");
        }
    }

    /** §3: "MUST reject, with a "BAD" response, any octet sequences with the high bit set that fail to comply". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT \"\u00ff\"",
                "LIST \"\" \"\u00ff\"",
                "LSUB \"\u00ff\" *",
                "STATUS {1+}\r\n\u00ff (MESSAGES)"
            })
    void whatIsNotUtf8IsBad(String command) {
        byte[] octets = ("a1 " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            imap.hears(octets).says("a1 BAD");
            before.hears(octets).says("a1 BAD");
        }
    }

    /** §3: Net-Unicode (RFC 5198 §2), without control characters. */
    @Test
    void whatIsNoTextIsNoName() {
        String decomposed = Normalizer.normalize("한글", Normalizer.Form.NFD);
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            imap.hears("a1 CREATE \"" + decomposed + "\"").says("a1 NO [CANNOT]");
            imap.hears("a2 RENAME Archive \"" + decomposed + "\"").says("a2 NO [CANNOT]");
            imap.hears("a3 CREATE \"a\u0007\"").says("a3 NO [CANNOT]");
            imap.hears("a4 CREATE \"a\u2028b\"").says("a4 NO [CANNOT]");
            imap.hears("a5 CREATE {4+}\r\na\r\nb").says("a5 NO [CANNOT]");
            before.hears("b1 CREATE a&AA0ACg-b").says("b1 NO [CANNOT]");
            before.does("b2 CREATE " + ModifiedUtf7.encodeModifiedUTF7(decomposed));
            imap.does("a6 LIST \"\" \"" + decomposed + "\"");
            assertThat(imap.toldInUtf8("* LIST")).hasSize(1);
            imap.does("a7 DELETE \"" + decomposed + "\"");
        }
        assertThat(NetUnicode.isLine("half \ud83d")).isFalse();
        assertThat(NetUnicode.isLine("whole \ud83d\udcec")).isTrue();
    }

    /** §3, and erratum 4029 of RFC 6855 for the charset that has to be told. */
    @Test
    void stringsHaveOneCharset() {
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            imap.appends("INBOX", "Subject: =?utf-8?B?7JiI7IKw?=\r\n\r\n예산\r\n").does("a1 SELECT INBOX");
            imap.does("a2 SEARCH SUBJECT \"예산\"");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 1");
            imap.hears("a3 SEARCH CHARSET UTF-8 SUBJECT x").says("a3 BAD");
            imap.hears("a4 UID SEARCH RETURN (ALL) CHARSET UTF-8 ALL").says("a4 BAD");
            imap.does("a5 SORT (SUBJECT) UTF-8 SUBJECT \"예산\"").does("a6 THREAD REFERENCES utf-8 ALL");
            imap.hears("a7 SORT (SUBJECT) US-ASCII ALL").says("a7 BAD");
            imap.hears("a8 UID THREAD REFERENCES EUC-KR ALL").says("a8 BAD");
            before.does("b1 SELECT INBOX").does("b2 SEARCH CHARSET UTF-8 SUBJECT x");
            before.does("b3 SORT (SUBJECT) US-ASCII ALL");
        }
    }

    private static final String RAW = """
            From: 홍길동 <길동@학교.example>
            To: "Park, J" <park@moe.example>
            Subject: 공문
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            text
            --b
            Content-Type: application/pdf; name="보고서.pdf"
            Content-Description: 붙임

            x
            --b--
            """.replace("\n", "\r\n");

    /** §3: what stands in headers as UTF-8 (RFC 6532) is told so, to whom that was agreed with. */
    @Test
    void headersAreToldAsWasAgreed() {
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            imap.appends("INBOX", RAW).does("a1 SELECT INBOX").does("a2 FETCH 1 (ENVELOPE BODY BODYSTRUCTURE)");
            assertThat(imap.toldInUtf8("* 1 FETCH"))
                    .singleElement()
                    .asString()
                    .startsWith("* 1 FETCH (ENVELOPE (NIL \"공문\" ((\"홍길동\" NIL \"길동\" \"학교.example\"))")
                    .contains(
                            "((\"\\\"Park, J\\\"\" NIL \"park\" \"moe.example\"))",
                            "(\"APPLICATION\" \"PDF\" (\"name\" \"보고서.pdf\") NIL \"붙임\" \"7BIT\" 1) \"MIXED\")",
                            "(\"APPLICATION\" \"PDF\" (\"name\" \"보고서.pdf\") NIL \"붙임\" \"7BIT\" 1 NIL NIL NIL NIL)");
            before.does("b1 SELECT INBOX").does("b2 FETCH 1 (ENVELOPE BODY BODYSTRUCTURE)");
            assertThat(before.told("* 1 FETCH").get(0))
                    .contains("\"=?UTF-8?B?6rO166y4?=\" ((\"=?UTF-8?B?7ZmN6ri464+Z?=\" NIL")
                    .matches("[\\x20-\\x7e]*");
        }
    }

    @Test
    void whatAMessageEncodesStaysAsItIs() {
        try (ImapTalk imap = enabled(kim)) {
            imap.appends("INBOX", "Subject: =?utf-8?B?7JiI7IKw?=\r\n\r\nx\r\n").does("a1 SELECT INBOX");
            imap.does("a2 FETCH 1 ENVELOPE");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("(NIL \"=?utf-8?B?7JiI7IKw?=\" NIL");
        }
    }

    /** §4 would have it refused before ENABLE; old mail is brought as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "EUC-KR"})
    void aMessageWithRawHeadersIsTakenByEverybody(String charset) {
        byte[] message = "Subject: 공문\r\n\r\nx\r\n".getBytes(Charset.forName(charset));
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            before.appends("INBOX", message).does("b1 SELECT INBOX").does("b2 FETCH 1 (ENVELOPE BODY.PEEK[])");
            assertThat(before.told().get(0)).contains("(ENVELOPE (NIL \"=?UTF-8?B?6rO166y4?=\" NIL");
            assertThat(before.toldOctets()).contains(message);
            imap.does("a1 SELECT INBOX").does("a2 FETCH 1 ENVELOPE");
            assertThat(imap.toldInUtf8("* 1 FETCH").get(0)).startsWith("* 1 FETCH (ENVELOPE (NIL \"공문\" NIL");
        }
    }

    /** RFC 6855 §4, which RFC 9755 leaves out: clients of that time announce headers in UTF-8. */
    @Test
    void theOlderFormOfAppendIsTaken() {
        byte[] octets = RAW.getBytes(StandardCharsets.UTF_8);
        try (ImapTalk imap = enabled(kim)) {
            imap.hears("a1 APPEND INBOX (\\Seen) UTF8 (~{" + octets.length + "+}")
                    .hears(octets)
                    .hears(")")
                    .says("a1 OK [APPENDUID");
            imap.hears("a2 APPEND INBOX UTF8 (~{" + octets.length + "}").says("+");
            imap.hears(octets)
                    .hears(") ~{" + octets.length + "+}")
                    .hears(octets)
                    .hears("")
                    .says("a2 OK");
            imap.hears("a3 APPEND INBOX UTF8 (~{" + octets.length + "+}")
                    .hears(octets)
                    .hears("")
                    .says("a3 BAD");
            imap.hears("a4 APPEND INBOX UTF7 (~{1+}\r\nx)").says("a4 BAD");
            imap.does("a5 STATUS INBOX (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"INBOX\" (MESSAGES 3)");
        }
    }

    /** §6, which lets a server do so (RFC 9051 §7.5.2). */
    @Test
    void aMessageWithinIsLookedInto() {
        String message = """
                Content-Type: message/global

                From: 김 <kim@moe.example>
                Subject: 안쪽
                Content-Type: text/plain

                text
                """.replace("\n", "\r\n");
        try (ImapTalk imap = enabled(kim);
                ImapTalk before = ImapTalk.signedIn(kim)) {
            imap.appends("INBOX", message).does("a1 SELECT INBOX").does("a2 FETCH 1 BODY");
            assertThat(imap.toldInUtf8("* 1 FETCH").get(0))
                    .startsWith("* 1 FETCH (BODY (\"MESSAGE\" \"GLOBAL\" NIL NIL NIL \"7BIT\" ")
                    .contains("(NIL \"안쪽\" ((\"김\" NIL \"kim\" \"moe.example\"))", "(\"TEXT\" \"PLAIN\"");
            imap.does("a3 FETCH 1 (BODY.PEEK[1.HEADER.FIELDS (SUBJECT)] BODY.PEEK[1.TEXT])");
            assertThat(imap.toldInUtf8("* 1 FETCH").get(0)).contains("Subject: 안쪽\r\n", "{6}\r\ntext\r\n");
            before.does("b1 SELECT INBOX").does("b2 FETCH 1 BODY");
            assertThat(before.told("* 1 FETCH").get(0))
                    .matches("\\* 1 FETCH \\(BODY \\(\"MESSAGE\" \"GLOBAL\" NIL NIL NIL \"7BIT\" \\d+\\)\\)");
        }
    }

    @Test
    void nothingIsEnabledForTheNextConnection() {
        try (ImapTalk imap = enabled(kim)) {
            imap.does("a1 LIST \"\" \"공*\"");
            assertThat(imap.toldInUtf8("* LIST")).hasSize(1);
        }
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 LIST \"\" *");
            assertThat(imap.told("* LIST")).contains("* LIST (\\HasNoChildren) \".\" \"&rPXJwA-\"");
        }
    }

    @Test
    void whatOthersShareIsToldAsWasAgreed() {
        String shared = "Other Users." + kim.address().replace('.', '_') + "." + NAME;
        try (ImapTalk owner = enabled(kim);
                ImapTalk imap = enabled(hong)) {
            owner.does("a1 CREATE \"" + NAME + "\"").does("a2 SETACL \"" + NAME + "\" " + hong.address() + " lr");
            imap.does("b1 LIST \"\" \"Other*\"");
            assertThat(imap.toldInUtf8("* LIST")).contains("* LIST (\\HasNoChildren) \".\" \"" + shared + "\"");
            imap.does("b2 STATUS \"" + shared + "\" (MESSAGES)");
            assertThat(imap.toldInUtf8("* ")).isEqualTo(List.of("* STATUS \"" + shared + "\" (MESSAGES 0)"));
        }
    }
}
