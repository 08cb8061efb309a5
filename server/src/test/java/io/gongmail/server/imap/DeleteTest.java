package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** DELETE (RFC 9051 §6.3.5). */
class DeleteTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void theMailboxIsGoneWithItsMail() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Club").appends("Club", MESSAGE).does("a2 DELETE Club");
            imap.hears("a3 SELECT Club").says("a3 NO");
            imap.does("a4 CREATE Club").does("a5 STATUS Club (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Club\" (MESSAGES 0)");
        }
    }

    /** RFC 2180 §3.3 */
    @Test
    void whoHasItSelectedElsewhereIsToldGoodbye() {
        try (ImapTalk reading = ImapTalk.signedIn(hong);
                ImapTalk deleting = ImapTalk.signedIn(hong)) {
            reading.does("a1 CREATE Club").appends("Club", MESSAGE).does("a2 SELECT Club");
            deleting.does("b1 DELETE Club").does("b2 NOOP");
            reading.hears("a3 FETCH 1 FLAGS").says("* BYE Selected mailbox has been deleted");
            assertThat(reading.closes()).isEmpty();
        }
    }

    @Test
    void inboxStays() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 DELETE INBOX").says("a1 NO [CANNOT]");
            imap.hears("a2 DELETE inbox").says("a2 NO [CANNOT]");
            imap.does("a3 SELECT INBOX");
        }
    }

    @Test
    void aMailboxThatIsNotThereIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 DELETE nowhere").says("a1 NO");
        }
    }
}
