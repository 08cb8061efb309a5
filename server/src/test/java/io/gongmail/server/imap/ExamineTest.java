package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** EXAMINE (RFC 9051 §6.3.3): nothing in the mailbox changes. */
class ExamineTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void itOpensReadOnly() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.hears("a1 EXAMINE INBOX").says("a1 OK [READ-ONLY]");
            assertThat(imap.told()).contains("* 1 EXISTS");
        }
    }

    @Test
    void flagsAreNotChangedAndNothingIsRemoved() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STORE 1 +FLAGS (\\Deleted)").does("a3 EXAMINE INBOX");
            imap.hears("a4 STORE 1 +FLAGS (\\Flagged)").says("a4 NO");
            imap.hears("a5 UID STORE 1 +FLAGS (\\Flagged)").says("a5 NO");
            imap.hears("a6 EXPUNGE").says("a6 NO");
            imap.hears("a7 MOVE 1 Trash").says("a7 NO");
            imap.does("a8 FETCH 1 FLAGS");
            assertThat(imap.told("* 1 FETCH"))
                    .singleElement()
                    .asString()
                    .contains("\\Deleted")
                    .doesNotContain("Flagged");
            imap.does("a9 CLOSE").does("b1 SELECT INBOX");
            assertThat(imap.told()).contains("* 1 EXISTS");
        }
    }

    @Test
    void readingABodyDoesNotMarkItSeen() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.does("a1 EXAMINE INBOX").does("a2 FETCH 1 BODY[]");
            assertThat(imap.told().get(0)).contains("The plan.");
            imap.does("a3 FETCH 1 FLAGS");
            assertThat(imap.told("* 1 FETCH")).singleElement().asString().doesNotContain("Seen");
        }
    }

    @Test
    void copyingOutIsAllowed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.does("a1 EXAMINE INBOX").does("a2 COPY 1 Archive");
        }
    }

    @Test
    void selectAfterItMayChangeAgain() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.does("a1 EXAMINE INBOX").does("a2 SELECT INBOX").does("a3 STORE 1 +FLAGS (\\Flagged)");
        }
    }
}
