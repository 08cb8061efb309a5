package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** SUBSCRIBE (RFC 9051 §6.3.7). */
class SubscribeTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void aMailboxBecomesSubscribed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Club").does("a2 SUBSCRIBE Club").does("a3 LSUB \"\" Club");
            assertThat(imap.told()).hasSize(1);
        }
    }

    @Test
    void repeatingItIsHarmless() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SUBSCRIBE Sent").does("a2 SUBSCRIBE Sent").does("a3 LSUB \"\" Sent");
            assertThat(imap.told()).hasSize(1);
        }
    }
}
