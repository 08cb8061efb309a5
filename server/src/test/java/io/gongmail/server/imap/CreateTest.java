package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** CREATE (RFC 9051 §6.3.4). */
class CreateTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void aMailboxCanBeUsedAtOnce() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Club").does("a2 SELECT Club");
        }
    }

    @Test
    void theNameOfOneThatExistsIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CREATE Sent").says("a1 NO");
            imap.hears("a2 CREATE inbox").says("a2 NO");
        }
    }

    @Test
    void aTrailingDelimiterIsAnswered() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Folder.");
            imap.does("a2 LIST \"\" Folder");
            assertThat(imap.told()).hasSize(1);
        }
    }

    @Test
    void anotherPersonsSpaceIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CREATE #user.somebody.Mine").says("a1 NO");
        }
    }
}
