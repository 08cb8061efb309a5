package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** THREAD (RFC 5256): ORDEREDSUBJECT and REFERENCES. */
class ThreadTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private int day;

    private void append(ImapTalk imap, String subject, String id, String more) {
        day++;
        imap.appends(
                "INBOX",
                "Subject: " + subject + "\r\nDate: Thu, " + day + " Jan 2026 10:00:00 +0000\r\nMessage-ID: <" + id
                        + "@x>\r\n" + more + "\r\ntext\r\n");
    }

    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        append(imap, "plan", "a", "");
        append(imap, "Re: plan", "b", "References: <a@x>\r\n");
        append(imap, "Re: plan", "c", "References: <a@x>\r\n <b@x>\r\nIn-Reply-To: <z@x>\r\n");
        append(imap, "different", "d", "In-Reply-To: Your message <a@x> of yesterday\r\n");
        append(imap, "Re: other", "e", "References: <missing@x>\r\n");
        append(imap, "Re: other", "f", "References: <missing@x>\r\n");
        append(imap, "Other", "g", "");
        append(imap, "Fwd: plan", "h", "");
        append(imap, "loop", "i", "References: <j@x>\r\n");
        append(imap, "loop", "j", "References: <i@x>\r\n");
        append(imap, "", "k", "");
        append(imap, "", "a", "");
        return imap.does("s1 SELECT INBOX");
    }

    /** §3, REFERENCES: by what they refer to, then by subject; of messages that are not there the answers are siblings. */
    @Test
    void messagesAreThreadedByWhatTheyReferTo() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 THREAD REFERENCES UTF-8 ALL");
            assertThat(imap.told()).containsExactly("* THREAD (1 (2 3)(4)(8))((5)(6)(7))(10 9)(11)(12)");
        }
    }

    /** §3: of a part of a thread that which is left. */
    @Test
    void whatIsNotSearchedForIsAsIfItWereNotThere() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 THREAD REFERENCES UTF-8 2:5");
            assertThat(imap.told()).containsExactly("* THREAD ((2 3)(4))(5)");
            imap.does("a2 THREAD REFERENCES UTF-8 3");
            assertThat(imap.told()).containsExactly("* THREAD (3)");
            imap.does("a3 THREAD REFERENCES UTF-8 ANSWERED");
            assertThat(imap.told()).containsExactly("* THREAD");
        }
    }

    /** §3, ORDEREDSUBJECT: the first of a subject, and under it all others. */
    @Test
    void messagesAreThreadedBySubject() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 THREAD ORDEREDSUBJECT US-ASCII 1:10");
            assertThat(imap.told()).containsExactly("* THREAD (1 (2)(3)(8))(4)(5 (6)(7))(9 10)");
        }
    }

    @Test
    void byUidTheyAreToldByUid() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 STORE 4:12 +FLAGS.SILENT (\\Deleted)").does("a2 STORE 1 +FLAGS.SILENT (\\Deleted)");
            imap.does("a3 EXPUNGE").does("a4 UID THREAD REFERENCES UTF-8 ALL");
            assertThat(imap.told("* THREAD")).containsExactly("* THREAD (2 3)");
            imap.does("a5 THREAD REFERENCES UTF-8 UID 3");
            assertThat(imap.told()).containsExactly("* THREAD (2)");
        }
    }

    /** §5 */
    @Test
    void whatIsNoThreadIsBad() {
        try (ImapTalk imap = filled()) {
            for (String rest : new String[] {
                "",
                " REFERENCES",
                " REFERENCES UTF-8",
                " REFS UTF-8 ALL",
                " REFERENCES UTF-8 NONSENSE",
                " (REFERENCES) UTF-8 ALL"
            }) {
                imap.hears("a1 THREAD" + rest).says("a1 BAD");
                assertThat(imap.answer()).doesNotContain("SEARCH");
            }
            imap.hears("a2 THREAD REFERENCES X-NONE ALL").says("a2 NO [BADCHARSET");
        }
    }
}
