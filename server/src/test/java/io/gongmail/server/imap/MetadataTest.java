package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.mail.mailbox.MailboxMetadata;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GETMETADATA and SETMETADATA (RFC 5464). */
class MetadataTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");
    private final TestPerson hong = server.person("hong");

    private static String of(TestPerson owner, String name) {
        return "\"Other Users." + owner.address().replace('.', '_') + "." + name + "\"";
    }

    /** §4.2, §4.3: set, told, replaced, removed by NIL; names are in any case (§3.2). */
    @Test
    void whatIsSetIsToldUntilItIsRemoved() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE Noted")
                    .does("a2 SETMETADATA Noted (/Shared/Comment \"one\" /private/comment \"two\")");
            imap.does("a3 GETMETADATA Noted (/shared/COMMENT /private/comment)");
            assertThat(imap.told())
                    .containsExactly("* METADATA \"Noted\" (/private/comment \"two\" /shared/comment \"one\")");
            imap.does("a4 SETMETADATA Noted (/shared/comment \"\" /private/comment NIL)");
            imap.does("a5 GETMETADATA Noted (/shared/comment /private/comment)");
            assertThat(imap.told()).containsExactly("* METADATA \"Noted\" (/private/comment NIL /shared/comment \"\")");
            imap.does("a6 DELETE Noted").does("a7 CREATE Noted").does("a8 GETMETADATA Noted /shared/comment");
            assertThat(imap.told()).containsExactly("* METADATA \"Noted\" (/shared/comment NIL)");
        }
    }

    /** §5: value = nstring / literal8. */
    @Test
    void valuesAreOctets() {
        byte[] octets = "\0한글\r\n".getBytes(StandardCharsets.UTF_8);
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE Octets");
            imap.hears("a2 SETMETADATA Octets (/private/comment {6}").says("+");
            imap.hears("a\r\nb\"c)").says("a2 OK");
            imap.does("a3 GETMETADATA Octets /private/comment");
            assertThat(imap.told()).containsExactly("* METADATA \"Octets\" (/private/comment {6}\r\na\r\nb\"c)");
            imap.hears("a4 SETMETADATA Octets (/private/vendor/kr/x ~{" + octets.length + "+}")
                    .hears(octets)
                    .hears(")")
                    .says("a4 OK");
            imap.does("a5 GETMETADATA Octets /private/vendor/kr/x");
            assertThat(new String(imap.toldOctets(), StandardCharsets.UTF_8))
                    .isEqualTo("* METADATA \"Octets\" (/private/vendor/kr/x ~{" + octets.length + "}\r\n\0한글\r\n)");
            imap.hears("a6 SETMETADATA Octets (/private/comment {1+}\r\n\0)").says("a6 BAD");
        }
    }

    /** §4.2.1 */
    @Test
    void longValuesAreLeftOutAndTheLongestIsTold() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE Long")
                    .does("a2 SETMETADATA Long (/shared/comment \"123456\" /private/comment \"1234\")");
            imap.hears("a3 GETMETADATA Long (MAXSIZE 5) (/shared/comment /private/comment)")
                    .says("a3 OK [METADATA LONGENTRIES 6]");
            assertThat(imap.told()).containsExactly("* METADATA \"Long\" (/private/comment \"1234\")");
            imap.hears("a4 GETMETADATA (MAXSIZE 3) Long (/shared/comment /private/comment)")
                    .says("a4 OK [METADATA LONGENTRIES 6]");
            assertThat(imap.told()).isEmpty();
        }
    }

    /** §4.2.2 */
    @Test
    void theDepthSaysHowFarBelow() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE Deep")
                    .does(
                            "a2 SETMETADATA Deep (/private/f \"0\" /private/f/a \"1\" /private/f/a/b \"2\" /private/fa \"x\")");
            imap.does("a3 GETMETADATA Deep /private/f");
            assertThat(imap.told()).containsExactly("* METADATA \"Deep\" (/private/f \"0\")");
            imap.does("a4 GETMETADATA (DEPTH 1) Deep (/private/f)");
            assertThat(imap.told()).containsExactly("* METADATA \"Deep\" (/private/f \"0\" /private/f/a \"1\")");
            imap.does("a5 GETMETADATA Deep (DEPTH infinity MAXSIZE 100) /private/f");
            assertThat(imap.told())
                    .containsExactly("* METADATA \"Deep\" (/private/f \"0\" /private/f/a \"1\" /private/f/a/b \"2\")");
        }
    }

    /** §4.3: too large and too many are refused as a whole. */
    @Test
    void boundsAreTold() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE Bound");
            String most = "x".repeat(MailboxMetadata.MOST_OCTETS);
            imap.does("a2 SETMETADATA Bound (/shared/comment {" + most.length() + "+}\r\n" + most + ")");
            imap.hears("a3 SETMETADATA Bound (/private/comment \"x\" /shared/comment {" + (most.length() + 1) + "+}\r\n"
                            + most + "x)")
                    .says("a3 NO [METADATA MAXSIZE " + most.length() + "]");
            imap.does("a4 GETMETADATA Bound /private/comment");
            assertThat(imap.told()).containsExactly("* METADATA \"Bound\" (/private/comment NIL)");
            for (int i = 0; i < TestServer.imapConfig().metadataEntries(); i++) {
                imap.does("b" + i + " SETMETADATA Bound (/private/e" + i + " \"x\")");
            }
            imap.hears("a5 SETMETADATA Bound (/private/more \"x\")").says("a5 NO [METADATA TOOMANY]");
            imap.does("a6 SETMETADATA Bound (/private/e0 NIL /private/more \"x\")");
        }
    }

    /** §3.3: what is private is each user's, what is shared is for all who may use the mailbox. */
    @Test
    void whatIsPrivateIsNobodyElses() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            owner.does("a1 CREATE Both").does("a2 SETACL Both " + hong.address() + " lr");
            owner.does("a3 SETMETADATA Both (/private/comment \"kim's\" /shared/comment \"ours\")");
            String both = of(kim, "Both");
            other.does("b1 GETMETADATA " + both + " (/private/comment /shared/comment)");
            assertThat(other.told())
                    .containsExactly("* METADATA " + both + " (/private/comment NIL /shared/comment \"ours\")");
            other.does("b2 SETMETADATA " + both + " (/private/comment \"hong's\")");
            other.hears("b3 SETMETADATA " + both + " (/private/comment \"x\" /shared/comment \"x\")")
                    .says("b3 NO [NOPERM]");
            owner.does("a4 GETMETADATA Both (DEPTH infinity) (/private/comment /shared/comment)");
            assertThat(owner.told())
                    .containsExactly("* METADATA \"Both\" (/private/comment \"kim's\" /shared/comment \"ours\")");
            owner.does("a5 SETACL Both " + hong.address() + " l");
            other.hears("b4 GETMETADATA " + both + " /private/comment").says("b4 NO [NOPERM]");
            owner.does("a6 SETACL Both " + hong.address() + " lw");
            other.does("b5 SETMETADATA " + both + " (/shared/comment \"theirs\")");
            owner.does("a7 DELETEACL Both " + hong.address());
            other.hears("b6 GETMETADATA " + both + " /shared/comment").says("b6 NO [NONEXISTENT]");
            owner.does("a8 RENAME Both Renamed").does("a9 GETMETADATA Renamed /shared/comment");
            assertThat(owner.told()).containsExactly("* METADATA \"Renamed\" (/shared/comment \"theirs\")");
        }
    }

    /** RFC 6154 §4: what a mailbox is for is an entry, and read only. */
    @Test
    void whatAMailboxIsForIsTold() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 GETMETADATA Sent /private/specialuse");
            assertThat(imap.told()).containsExactly("* METADATA \"Sent\" (/private/specialuse {5}\r\n\\Sent)");
            imap.hears("a2 SETMETADATA Sent (/private/specialuse NIL)").says("a2 NO [CANNOT]");
        }
    }

    /** §3.2.1.1: the server has none, and takes none. */
    @Test
    void nothingIsNotedOnTheServer() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 GETMETADATA \"\" /shared/comment");
            assertThat(imap.told()).containsExactly("* METADATA \"\" (/shared/comment NIL)");
            imap.hears("a2 SETMETADATA \"\" (/shared/comment \"x\")").says("a2 NO [NOPERM]");
            imap.hears("a3 SETMETADATA \"\" (/private/vendor/kr/x \"x\")").says("a3 NO [METADATA NOPRIVATE]");
        }
    }

    /** §3.2: "Invalid entry names result in a BAD response". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GETMETADATA",
                "GETMETADATA INBOX",
                "GETMETADATA INBOX comment",
                "GETMETADATA INBOX /other/comment",
                "GETMETADATA INBOX /shared/",
                "GETMETADATA INBOX /shared//comment",
                "GETMETADATA INBOX \"/shared/*\"",
                "GETMETADATA INBOX \"/shared/%\"",
                "GETMETADATA INBOX \"/shared/한글\"",
                "GETMETADATA INBOX (DEPTH 2) /shared/comment",
                "GETMETADATA INBOX (MAXSIZE x) /shared/comment",
                "GETMETADATA INBOX (/shared/comment",
                "SETMETADATA INBOX",
                "SETMETADATA INBOX (/shared/comment)",
                "SETMETADATA INBOX (/shared/comment word)",
                "SETMETADATA INBOX (/shared/vendor/kr \"x\")",
                "SETMETADATA INBOX /shared/comment \"x\""
            })
    void whatDoesNotFitIsBad(String command) {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.hears("a1 " + command).says("a1 BAD");
            imap.does("a2 NOOP");
        }
    }

    @Test
    void whatIsNotThereIsToldSo() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 GETMETADATA nowhere /shared/comment").says("a1 NO [NONEXISTENT]");
            imap.hears("a2 SETMETADATA nowhere (/shared/comment NIL)").says("a2 NO [NONEXISTENT]");
            imap.hears("a3 GETMETADATA " + of(kim, "INBOX") + " /private/comment")
                    .says("a3 NO [NONEXISTENT]");
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 GETMETADATA INBOX /shared/comment").says("a1 NO");
        }
    }

    /** As the configuration has it; RFC 5464 §4.1 has 10 entries and 1024 octets at least. */
    @Test
    void theBoundsAreThoseOfTheConfiguration() throws Exception {
        ImapConfig usual = TestServer.imapConfig();
        try (ImapListener listener = server.imap(new ImapConfig(
                usual.address(),
                0,
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                usual.maxCompressed(),
                usual.lineLength(),
                usual.literalBeforeSignIn(),
                usual.literalLimit(),
                usual.idleTimeout(),
                usual.timeToSignIn(),
                10,
                DataSize.kibibytes(1),
                usual.withheld()))) {
            listener.start();
            try (ImapTalk imap =
                    ImapTalk.showing(listener.port(), kim.certificate()).says("* OK")) {
                imap.does("in LOGIN " + kim.address() + " " + kim.password()).does("a1 CREATE Few");
                imap.does("a2 SETMETADATA Few (/shared/comment {1024+}\r\n" + "x".repeat(1024) + ")");
                imap.hears("a3 SETMETADATA Few (/shared/comment {1025+}\r\n" + "x".repeat(1025) + ")")
                        .says("a3 NO [METADATA MAXSIZE 1024]");
                for (int i = 0; i < 10; i++) {
                    imap.does("b" + i + " SETMETADATA Few (/private/e" + i + " \"x\")");
                }
                imap.hears("a4 SETMETADATA Few (/private/more \"x\")").says("a4 NO [METADATA TOOMANY]");
            }
        }
    }
}
