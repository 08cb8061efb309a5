package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** OBJECTID (RFC 8474): what mailboxes and messages are called whatever their names and places. */
class ObjectIdTest {
    private static final String MESSAGE = "Subject: x\r\n\r\ntext\r\n";

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static String mailboxId(ImapTalk imap, String name) {
        imap.does("i1 STATUS " + name + " (MAILBOXID)");
        return imap.told("* STATUS").get(0).replaceAll(".*\\(MAILBOXID \\(([A-Za-z0-9_-]+)\\)\\)", "$1");
    }

    private static String emailId(ImapTalk imap, int number) {
        imap.does("e1 FETCH " + number + " EMAILID");
        return imap.told("* " + number + " FETCH")
                .get(0)
                .replaceAll("\\* \\d+ FETCH \\(EMAILID \\(([A-Za-z0-9_-]{1,255})\\)\\)", "$1");
    }

    /** §4 */
    @Test
    void aMailboxIsToldByCreateSelectExamineAndStatus() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CREATE Plans").says("a1 OK [MAILBOXID (");
            String id = imap.answer().replaceAll(".*\\[MAILBOXID \\(([A-Za-z0-9_-]+)\\)\\].*", "$1");
            assertThat(mailboxId(imap, "Plans")).isEqualTo(id);
            imap.does("a2 SELECT Plans");
            assertThat(imap.told("* OK [MAILBOXID (" + id + ")]")).hasSize(1);
            imap.does("a3 EXAMINE Plans");
            assertThat(imap.told("* OK [MAILBOXID (" + id + ")]")).hasSize(1);
            assertThat(mailboxId(imap, "INBOX")).isNotEqualTo(id);
        }
    }

    /** §4: it keeps its name when renamed; another of the same name has another. */
    @Test
    void aMailboxKeepsItsIdWhenRenamedAndNoOtherGetsIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Old");
            String id = mailboxId(imap, "Old");
            imap.does("a2 RENAME Old New");
            assertThat(mailboxId(imap, "New")).isEqualTo(id);
            imap.does("a3 DELETE New").does("a4 CREATE New");
            assertThat(mailboxId(imap, "New")).isNotEqualTo(id);
        }
    }

    /** §5.1: "the same … if COPY or MOVE". */
    @Test
    void aMessageKeepsItsIdWhereverItIsCopied() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            String first = emailId(imap, 1);
            String second = emailId(imap, 2);
            assertThat(first).isNotEqualTo(second);
            imap.does("a2 COPY 1 Sent").does("a3 MOVE 2 Sent").does("a4 SELECT Sent");
            assertThat(emailId(imap, 1)).isEqualTo(first);
            assertThat(emailId(imap, 2)).isEqualTo(second);
            imap.does("a5 SEARCH EMAILID " + second);
            assertThat(imap.told()).containsExactly("* SEARCH 2");
            imap.does("a6 UID SEARCH NOT EMAILID " + second);
            assertThat(imap.told()).containsExactly("* SEARCH 1");
        }
    }

    private static String threadId(ImapTalk imap, int number) {
        imap.does("t1 FETCH " + number + " THREADID");
        return imap.told("* " + number + " FETCH")
                .get(0)
                .replaceAll("\\* \\d+ FETCH \\(THREADID \\(?(NIL|[A-Za-z0-9_-]{1,255})\\)?\\)", "$1");
    }

    private static String message(String fields) {
        return fields.replace("\n", "\r\n") + "\r\nSubject: x\r\n\r\ntext\r\n";
    }

    private ImapTalk withThreads() {
        return ImapTalk.signedIn(hong)
                .appends("INBOX", message("Message-ID: <one@moe.example>"))
                .appends("INBOX", message("Message-ID: <two@moe.example>\nIn-Reply-To: <one@moe.example>"))
                .appends(
                        "INBOX",
                        message("Message-ID: <3@moe.example>\nReferences: <one@moe.example>\n <two@moe.example>"))
                .appends("INBOX", message("Message-ID: <other@moe.example>"))
                .does("a1 SELECT INBOX");
    }

    /** §5.2: what a thread began with is the thread's, whichever of its messages are there. */
    @Test
    void messagesOfAThreadHaveTheIdOfWhatItBeganWith() {
        try (ImapTalk imap = withThreads()) {
            String thread = threadId(imap, 1);
            assertThat(thread).matches("T[A-Za-z0-9_-]+");
            assertThat(threadId(imap, 2)).isEqualTo(thread);
            assertThat(threadId(imap, 3)).isEqualTo(thread);
            assertThat(threadId(imap, 4)).matches("T[A-Za-z0-9_-]+").isNotEqualTo(thread);
            assertThat(emailId(imap, 1)).isNotEqualTo(thread);
            imap.does("a2 COPY 3 Sent").does("a3 SELECT Sent");
            assertThat(threadId(imap, 1))
                    .as("of a copy alone, in another mailbox")
                    .isEqualTo(thread);
            imap.does("a4 UID FETCH 1 (THREADID ENVELOPE FLAGS)");
            assertThat(imap.told()).singleElement().asString().contains(" THREADID (" + thread + ")");
        }
        try (ImapTalk again = ImapTalk.signedIn(hong)) {
            again.does("b1 ENABLE UTF8=ACCEPT").does("b2 SELECT INBOX");
            assertThat(threadId(again, 2)).as("in each language").isEqualTo(threadId(again, 1));
        }
    }

    /** §5.2: NIL where it cannot be said. */
    @Test
    void aMessageWithoutIdentifiersIsInNoThread() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.does("a2 UID FETCH 1 (THREADID FLAGS)");
            assertThat(imap.told())
                    .singleElement()
                    .asString()
                    .contains(" THREADID NIL")
                    .contains("UID 1");
            imap.does("a3 SEARCH THREADID " + emailId(imap, 1));
            assertThat(imap.told()).containsExactly("* SEARCH");
        }
    }

    /** §6: alone, and among others; a thread that is nobody's matches nothing. */
    @Test
    void aThreadIsFoundByItsId() {
        try (ImapTalk imap = withThreads()) {
            String thread = threadId(imap, 1);
            String other = threadId(imap, 4);
            imap.does("a2 SEARCH THREADID " + thread);
            assertThat(imap.told()).containsExactly("* SEARCH 1 2 3");
            imap.does("a3 UID SEARCH NOT THREADID " + thread);
            assertThat(imap.told()).containsExactly("* SEARCH 4");
            imap.does("a4 SEARCH OR THREADID " + other + " (THREADID " + thread + " HEADER Message-ID two)");
            assertThat(imap.told()).containsExactly("* SEARCH 2 4");
            imap.does("a5 SEARCH THREADID Tnobody");
            assertThat(imap.told()).containsExactly("* SEARCH");
            imap.does("a6 STORE 2 +FLAGS.SILENT (\\Deleted)")
                    .does("a7 EXPUNGE")
                    .does("a8 UID SEARCH THREADID " + thread);
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 1 3");
            imap.does("a9 SORT (ARRIVAL) UTF-8 THREADID " + thread);
            assertThat(imap.told("* SORT")).containsExactly("* SORT 1 2");
        }
    }

    /** §7: an identifier that is nobody's matches nothing; what is none is no syntax. */
    @Test
    void anIdOfNobodyMatchesNothing() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.does("a2 SEARCH EMAILID M-nobody_1");
            assertThat(imap.told()).containsExactly("* SEARCH");
            imap.does("a3 SEARCH EMAILID " + "z".repeat(32));
            assertThat(imap.told()).containsExactly("* SEARCH");
            imap.hears("a4 SEARCH EMAILID").says("a4 BAD");
            imap.hears("a5 SEARCH EMAILID a.b").says("a5 BAD");
            imap.hears("a6 SEARCH THREADID " + "x".repeat(256)).says("a6 BAD");
        }
    }

    @Test
    void theIdsOfManyComeWithTheirMessages() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 FETCH 1:* (EMAILID BODY.PEEK[TEXT])");
            assertThat(imap.told("* "))
                    .hasSize(3)
                    .allMatch(line -> line.contains("EMAILID (") && line.contains("text"));
            assertThat(imap.told().get(2)).contains(emailId(imap, 3));
        }
    }
}
