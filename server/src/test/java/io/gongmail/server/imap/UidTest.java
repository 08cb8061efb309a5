package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** UID (RFC 9051 §6.4.9). */
class UidTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
        return imap.does("f1 SELECT INBOX")
                .does("f2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                .does("f3 EXPUNGE");
    }

    @Test
    void fetchNamesTheUidThoughNotAskedTo() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 UID FETCH 2:3 FLAGS");
            assertThat(imap.told()).hasSize(2);
            assertThat(imap.told().get(0)).startsWith("* 1 FETCH (").contains("UID 2");
        }
    }

    @Test
    void uidsThatAreNotThereAreNoError() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 UID FETCH 1 FLAGS");
            assertThat(imap.told()).isEmpty();
            imap.does("a2 UID FETCH 100:* UID");
            assertThat(imap.told()).containsExactly("* 2 FETCH (UID 3)");
        }
    }

    @Test
    void anEmptyMailboxIsNoError() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT Drafts").does("a2 UID FETCH 1:* (FLAGS)").does("a3 UID SEARCH ALL");
            imap.does("a4 UID STORE 1 +FLAGS (\\Seen)")
                    .does("a5 UID COPY 1 Sent")
                    .does("a6 UID MOVE 1 Sent");
            imap.does("a7 UID EXPUNGE 1");
        }
    }

    @Test
    void storeCopyAndSearchGoByUid() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 UID STORE 3 +FLAGS (\\Flagged)");
            assertThat(imap.told("* 2 FETCH").get(0)).contains("UID 3", "\\Flagged");
            imap.does("a2 UID SEARCH FLAGGED");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 3");
            imap.hears("a3 UID COPY 2 Sent").says("a3 OK [COPYUID 2 1]");
        }
    }
}
