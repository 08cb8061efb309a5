package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** UNSELECT (RFC 3691, RFC 9051 §6.4.2). */
class UnselectTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void nothingIsRemoved() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STORE 1 +FLAGS (\\Deleted)").does("a3 UNSELECT");
            imap.does("a4 STATUS INBOX (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"INBOX\" (MESSAGES 1)");
            imap.hears("a5 UNSELECT").says("a5");
            assertThat(imap.answer()).doesNotStartWith("a5 OK");
        }
    }
}
