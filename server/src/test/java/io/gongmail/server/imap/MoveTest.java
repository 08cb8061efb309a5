package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** MOVE (RFC 9051 §6.4.8). */
class MoveTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void theMessageIsThereAndNoLongerHere() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 MOVE 1 Trash").says("a2 OK [COPYUID");
            assertThat(imap.told()).contains("* 1 EXPUNGE");
            imap.does("a3 FETCH 1:* UID");
            assertThat(imap.told()).containsExactly("* 1 FETCH (UID 2)");
            imap.does("a4 STATUS Trash (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Trash\" (MESSAGES 1)");
        }
    }

    @Test
    void eachIsToldUnderWhichUidItWasAndIs() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            for (int i = 1; i <= 4; i++) {
                imap.appends("INBOX", MESSAGE);
            }
            imap.does("a1 SELECT INBOX").does("a2 STORE 2 +FLAGS (\\Deleted)").does("a3 EXPUNGE");
            imap.hears("a4 MOVE 1:* Trash").says("a4 OK [COPYUID");
            assertThat(imap.answer()).endsWith(" 1,3:4 1:3] MOVE completed.");
            assertThat(imap.told()).contains("* 1 EXPUNGE");
        }
    }

    @Test
    void byUidToo() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX").does("a2 UID MOVE 1 Trash");
            assertThat(imap.told()).contains("* 1 EXPUNGE");
        }
    }

    /** What is moved stays the account's (RFC 6851 §1), so that a full mailbox can be emptied into Trash. */
    @Test
    void aFullMailboxHoldsNothingUp() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            server.mail().accountQuotas().limit(Username.of(hong.address()), MESSAGE.length());
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 COPY 1 Trash").says("a2 NO [OVERQUOTA]");
            imap.hears("a3 MOVE 1:2 Trash").says("a3 OK [COPYUID");
            imap.does("a4 STATUS Trash (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Trash\" (MESSAGES 2)");
            imap.does("a5 SELECT Trash").does("a6 STORE 1:2 +FLAGS (\\Deleted)").does("a7 EXPUNGE");
        }
    }

    @Test
    void aMissingMailboxIsToldWithTryCreate() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.hears("a2 MOVE 1 nowhere").says("a2 NO [TRYCREATE]");
        }
    }
}
