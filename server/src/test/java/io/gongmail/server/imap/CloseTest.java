package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** CLOSE (RFC 9051 §6.4.1). */
class CloseTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void whatIsMarkedDeletedIsRemovedSilently() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STORE 1 +FLAGS (\\Deleted)").does("a3 CLOSE");
            assertThat(imap.told()).isEmpty();
            imap.does("a4 STATUS INBOX (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"INBOX\" (MESSAGES 1)");
            imap.hears("a5 FETCH 1 FLAGS").says("a5 NO");
        }
    }
}
