package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** SELECT (RFC 9051 §6.3.2, RFC 3501 §6.3.1, RFC 7162 §3.1.2). */
class SelectTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void anEmptyMailboxTellsAllThatIsRequired() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 SELECT INBOX").says("a1 OK [READ-WRITE]");
            assertThat(imap.told()).contains("* 0 EXISTS", "* 0 RECENT");
            assertThat(imap.told("* FLAGS (")).hasSize(1);
            assertThat(imap.told("* OK [UIDVALIDITY ")).hasSize(1);
            assertThat(imap.told("* OK [UIDNEXT 1]")).hasSize(1);
            assertThat(imap.told("* OK [PERMANENTFLAGS ("))
                    .singleElement()
                    .asString()
                    .contains("\\*");
            assertThat(imap.told("* OK [HIGHESTMODSEQ "))
                    .singleElement()
                    .asString()
                    .doesNotContain("HIGHESTMODSEQ 0");
        }
    }

    @Test
    void messagesAreCountedAndTheFirstUnseenIsTold() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.hears("a1 SELECT inbox").says("a1 OK");
            assertThat(imap.told()).contains("* 2 EXISTS");
            assertThat(imap.told("* OK [UNSEEN 1]")).hasSize(1);
            assertThat(imap.told("* OK [UIDNEXT 3]")).hasSize(1);
        }
    }

    @Test
    void aFailedSelectLeavesNoneSelected() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 SELECT nowhere").says("a2 NO");
            imap.hears("a3 FETCH 1 FLAGS").says("a3 NO");
            imap.hears("a4 CHECK").says("a4 NO");
        }
    }

    @Test
    void anotherMailboxTakesThePlace() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Sent", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 SELECT Sent");
            assertThat(imap.told()).contains("* 1 EXISTS");
            imap.does("a3 FETCH 1 UID");
            assertThat(imap.told()).containsExactly("* 1 FETCH (UID 1)");
        }
    }

    @Test
    void aKoreanNameIsSelectedByModifiedUtf7() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 SELECT &rPXJwA-").says("a1 OK [READ-WRITE]");
        }
    }

    @Test
    void somebodyElsesMailboxDoesNotExist() {
        TestPerson kim = server.person("kim");
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 SELECT #user." + kim.address() + ".INBOX").says("a1 NO");
            imap.hears("a2 SELECT \"#private.INBOX\"").says("a2");
        }
    }

    @Test
    void condstoreMayBeAskedForWithIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.hears("a1 SELECT INBOX (CONDSTORE)").says("a1 OK");
            imap.does("a2 STORE 1 +FLAGS (\\Flagged)");
            assertThat(imap.told("* 1 FETCH")).singleElement().asString().contains("MODSEQ (");
        }
    }

    @Test
    void whatIsThereIsTheSameWhoeverLooksFirst() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STORE 1:2 +FLAGS.SILENT (\\Seen)");
            // Out of the table first, then out of what is kept of a mailbox that was listed.
            for (int i = 0; i < 2; i++) {
                other.does("b1 SELECT INBOX");
                assertThat(other.told()).contains("* 3 EXISTS");
                assertThat(other.told("* OK [UNSEEN 3]")).hasSize(1);
                other.does("b2 UID SEARCH ALL");
                assertThat(other.told()).contains("* SEARCH 1 2 3");
                imap.does("a3 FETCH 1:* (UID FLAGS ENVELOPE)");
            }
        }
    }

    /** RFC 3501 §2.3.2. */
    @Test
    void whatIsRecentStaysSoForWhoSelectsAgain() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX");
            assertThat(imap.told()).contains("* 2 RECENT");
            imap.does("a2 STORE 1 +FLAGS (\\Deleted)").does("a3 EXPUNGE").does("a4 SELECT INBOX");
            assertThat(imap.told()).contains("* 1 EXISTS", "* 1 RECENT");
            other.does("b1 SELECT INBOX");
            assertThat(other.told()).contains("* 1 EXISTS", "* 0 RECENT");
        }
    }

    /** RFC 7162 §3.2.11. */
    @Test
    void whoSelectsAgainIsToldThatTheFirstIsClosed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 ENABLE QRESYNC").does("a2 SELECT INBOX");
            other.does("b1 SELECT INBOX").does("b2 STORE 1 +FLAGS (\\Deleted)").does("b3 EXPUNGE");
            imap.does("a3 SELECT INBOX");
            assertThat(imap.told("* OK [CLOSED]")).hasSize(1);
            assertThat(imap.told()).contains("* 1 EXISTS");
            imap.does("a4 FETCH 1 (UID)");
            assertThat(imap.told("* 1 FETCH")).singleElement().asString().contains("UID 2");
        }
    }
}
