package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** LSUB (RFC 3501 §6.3.9). */
class LsubTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void itListsWhatIsSubscribed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LSUB \"\" *");
            assertThat(imap.told()).hasSize(TestServer.MAILBOXES.size()).allMatch(line -> line.startsWith("* LSUB ("));
            imap.does("a2 UNSUBSCRIBE Junk").does("a3 LSUB \"\" *");
            assertThat(imap.told()).hasSize(TestServer.MAILBOXES.size() - 1).noneMatch(line -> line.contains("Junk"));
        }
    }
}
