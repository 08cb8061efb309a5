package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** UNSUBSCRIBE (RFC 9051 §6.3.8). */
class UnsubscribeTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void aMailboxIsNoLongerSubscribedButStays() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 UNSUBSCRIBE Archive").does("a2 LSUB \"\" Archive");
            assertThat(imap.told()).isEmpty();
            imap.does("a3 LIST \"\" Archive");
            assertThat(imap.told()).hasSize(1);
        }
    }
}
