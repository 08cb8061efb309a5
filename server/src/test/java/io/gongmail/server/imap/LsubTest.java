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

    /** However many wildcards there are, it takes no longer than they and the names are long. */
    @Test
    void aPatternThatIsLongerThanAnyNameMatchesNothing() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SUBSCRIBE " + "a".repeat(500));
            imap.does("a2 LSUB \"\" " + "*a".repeat(3_000));
            assertThat(imap.told()).isEmpty();
            imap.does("a3 LSUB \"\" " + "*a".repeat(400) + "b");
            assertThat(imap.told()).isEmpty();
            imap.does("a4 LSUB \"\" " + "*a".repeat(400));
            assertThat(imap.told()).hasSize(1);
        }
    }
}
