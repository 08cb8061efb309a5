package io.gongmail.server.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.mail.content.ContentRef;
import java.util.List;
import java.util.Locale;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;

/** FETCH (RFC 9051 §6.4.5). */
class FetchTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static final String MULTIPART = """
            From: Kim <kim@moe.gongmail.example>
            To: Hong <hong@moe.gongmail.example>
            Subject: Report
            Date: Tue, 24 Nov 2026 10:00:00 +0900
            Message-ID: <r1@moe.gongmail.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain; charset=us-ascii

            hello
            --b
            Content-Type: application/pdf; name="r.pdf"
            Content-Transfer-Encoding: base64

            AAAA
            --b--
            """.replace("\n", "\r\n");

    private ImapTalk filled() {
        return ImapTalk.signedIn(hong).appends("INBOX", MULTIPART).does("f1 SELECT INBOX");
    }

    private static String fetch(ImapTalk imap, String items) {
        imap.does("a1 FETCH 1 " + items);
        return imap.told("* 1 FETCH").get(0);
    }

    /** Clients that compare texts see no change where there is none. */
    @Test
    void flagsStandInTheOrderInWhichStoreTellsThem() {
        try (ImapTalk imap = filled()) {
            imap.does("a0 STORE 1 +FLAGS (\\Seen \\Answered)");
            assertThat(imap.told("* 1 FETCH")).containsExactly("* 1 FETCH (FLAGS (\\Answered \\Recent \\Seen))");
            assertThat(fetch(imap, "FLAGS")).isEqualTo("* 1 FETCH (FLAGS (\\Answered \\Recent \\Seen))");
            imap.does("a0 STORE 1 FLAGS (\\Flagged)");
            assertThat(fetch(imap, "FLAGS")).isEqualTo("* 1 FETCH (FLAGS (\\Flagged \\Recent))");
        }
    }

    @Test
    void theWholeMessageComesAsItWasSent() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BODY.PEEK[]"))
                    .isEqualTo("* 1 FETCH (BODY[] {" + MULTIPART.length() + "}\r\n" + MULTIPART + ")");
            assertThat(fetch(imap, "RFC822.SIZE")).isEqualTo("* 1 FETCH (RFC822.SIZE " + MULTIPART.length() + ")");
        }
    }

    @Test
    void readingMarksSeenAndPeekingDoesNot() {
        try (ImapTalk imap = filled()) {
            fetch(imap, "BODY.PEEK[]");
            assertThat(fetch(imap, "FLAGS")).doesNotContain("Seen");
            fetch(imap, "BODY[]");
            assertThat(fetch(imap, "FLAGS")).contains("\\Seen");
        }
    }

    @Test
    void theEnvelopeIsParsed() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "ENVELOPE"))
                    .contains(
                            "\"Report\"",
                            "((\"Kim\" NIL \"kim\" \"moe.gongmail.example\"))",
                            "\"<r1@moe.gongmail.example>\"");
        }
    }

    @Test
    void theStructureNamesTheParts() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BODYSTRUCTURE").toLowerCase(Locale.ROOT))
                    .contains("\"text\" \"plain\"", "\"application\" \"pdf\"", "\"mixed\"", "\"base64\"");
        }
    }

    @Test
    void whatWasDescribedComesTogetherWithWhatIsRead() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "(UID FLAGS ENVELOPE BODY BODY.PEEK[1])"))
                    .startsWith("* 1 FETCH (FLAGS ")
                    .contains(
                            " ENVELOPE (\"Tue, 24 Nov 2026",
                            " BODY ((\"TEXT\" \"PLAIN\"",
                            " UID ",
                            "BODY[1] {5}\r\nhello")
                    .doesNotContain("RFC822.SIZE");
            assertThat(fetch(imap, "ENVELOPE"))
                    .startsWith("* 1 FETCH (ENVELOPE (")
                    .doesNotContain("UID", "RFC822.SIZE", "FLAGS");
        }
    }

    @Test
    void theEnvelopeOfTheAnswerIsTheOneStoredAtArrival() throws Exception {
        try (ImapTalk imap = filled()) {
            MailboxManager mailboxes = server.mail().mailboxManager();
            MailboxSession session = mailboxes.createSystemSession(Username.of(hong.address()));
            MailboxId inbox = mailboxes
                    .getMailbox(MailboxPath.inbox(session.getUser()), session)
                    .getId();
            ContentRef content =
                    server.mail().reader().page(inbox, 1, 1, -1, 1).get(0).content();
            String stored = US_ASCII.decode(server.mail()
                            .reader()
                            .descriptions(List.of(content))
                            .get(content)
                            .envelope())
                    .toString();
            assertThat(stored).contains("\"Report\"");
            assertThat(fetch(imap, "ENVELOPE")).isEqualTo("* 1 FETCH (ENVELOPE " + stored + ")");
        }
    }

    @Test
    void whatOthersChangedIsToldWithoutADescription() {
        try (ImapTalk imap = filled();
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MULTIPART).does("f2 NOOP");
            other.does("o1 SELECT INBOX").does("o2 STORE 2 +FLAGS (\\Flagged)");
            imap.does("a1 FETCH 1 ENVELOPE");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("ENVELOPE");
            assertThat(imap.told("* 2 FETCH").get(0)).contains("\\Flagged").doesNotContain("ENVELOPE");
        }
    }

    @Test
    void partsAndSectionsCanBeRead() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BODY.PEEK[1]")).contains("BODY[1]", "hello").doesNotContain("AAAA");
            assertThat(fetch(imap, "BODY.PEEK[2]")).contains("AAAA").doesNotContain("hello");
            assertThat(fetch(imap, "BODY.PEEK[2.MIME]")).contains("application/pdf");
            assertThat(fetch(imap, "BODY.PEEK[HEADER.FIELDS (SUBJECT)]"))
                    .contains("Subject: Report")
                    .doesNotContain("From:");
            assertThat(fetch(imap, "BODY.PEEK[HEADER]")).contains("From: Kim").doesNotContain("hello");
            assertThat(fetch(imap, "BODY.PEEK[TEXT]")).contains("hello").doesNotContain("From: Kim");
            assertThat(fetch(imap, "BODY.PEEK[]<0.10>"))
                    .isEqualTo("* 1 FETCH (BODY[]<0> {10}\r\n" + MULTIPART.substring(0, 10) + ")");
            assertThat(fetch(imap, "BODY.PEEK[]<5.7>")).endsWith("{7}\r\n" + MULTIPART.substring(5, 12) + ")");
        }
    }

    @Test
    void macrosAreExpanded() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "ALL")).contains("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE");
            assertThat(fetch(imap, "FAST"))
                    .contains("FLAGS", "INTERNALDATE", "RFC822.SIZE")
                    .doesNotContain("ENVELOPE");
            assertThat(fetch(imap, "FULL")).contains("ENVELOPE", "BODY (");
        }
    }

    /** RFC 2062: not of IMAP4rev1 any more, and asked for by Outlook. */
    @Test
    void olderNamesOfPeekingMarkNothing() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "(RFC822.PEEK)")).contains("RFC822 {").doesNotContain("PEEK");
            assertThat(fetch(imap, "(rfc822.text.peek)")).contains("RFC822.TEXT {");
            assertThat(fetch(imap, "FLAGS")).doesNotContain("\\Seen");
        }
    }

    /** RFC 9051 §6.4.5 has a macro stand by itself; some programs put it in parentheses, with others or alone. */
    @Test
    void aMacroMayStandInParentheses() {
        try (ImapTalk imap = filled()) {
            for (String macro : List.of("ALL", "FAST", "FULL")) {
                assertThat(fetch(imap, "(" + macro + ")")).isEqualTo(fetch(imap, macro));
            }
            assertThat(fetch(imap, "(UID fast)")).isEqualTo(fetch(imap, "(FLAGS INTERNALDATE RFC822.SIZE UID)"));
            imap.hears("a2 FETCH 1 (ALL").says("a2 BAD");
            imap.hears("a3 FETCH 1 (ALLE)").says("a3 BAD");
        }
    }

    /** RFC 9051 §9, fetch: one item at least. */
    @Test
    void whoAsksForNoItemIsRefused() {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 FETCH 1 ()").says("a1 BAD");
            imap.hears("a2 UID FETCH 1 ( )").says("a2 BAD");
            imap.hears("a3 FETCH 1 ").says("a3 BAD");
        }
    }

    @Test
    void sequenceNumbersThatAreNotThereAreRefused() {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 FETCH 7 FLAGS").says("a1 BAD");
            imap.hears("a2 FETCH x FLAGS").says("a2 BAD");
            imap.hears("a3 FETCH 1 NONSENSE").says("a3 BAD");
        }
    }

    @Test
    void manyMessagesComeInOrder() {
        try (ImapTalk imap = filled()) {
            for (int i = 0; i < 20; i++) {
                imap.appends("INBOX", MULTIPART);
            }
            imap.does("a1 FETCH 1:* (UID BODY.PEEK[])");
            assertThat(imap.told()).hasSize(21);
            assertThat(imap.told().get(20)).startsWith("* 21 FETCH (").contains("UID 21");
        }
    }
}
