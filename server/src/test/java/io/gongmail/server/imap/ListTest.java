package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** LIST (RFC 9051 §6.3.9, RFC 5258) with SPECIAL-USE (RFC 6154). */
class ListTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void everyMailboxIsListedWithWhatItIsFor() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" *");
            assertThat(imap.told()).hasSize(TestServer.MAILBOXES.size());
            assertThat(line(imap, "\"Sent\"")).contains("\\Sent");
            assertThat(line(imap, "\"Drafts\"")).contains("\\Drafts");
            assertThat(line(imap, "\"Junk\"")).contains("\\Junk");
            assertThat(line(imap, "\"Trash\"")).contains("\\Trash");
            assertThat(line(imap, "\"Archive\"")).contains("\\Archive");
            assertThat(line(imap, "\"INBOX\"")).doesNotContain("\\Sent");
            assertThat(line(imap, "\"&rPXJwA-\"")).startsWith("* LIST (");
        }
    }

    private static String line(ImapTalk imap, String name) {
        return imap.told().stream()
                .filter(line -> line.endsWith(name))
                .findFirst()
                .orElse("");
    }

    @Test
    void specialUseMayBeSelectedAndReturned() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST (SPECIAL-USE) \"\" *");
            assertThat(imap.told()).hasSize(5).noneMatch(line -> line.contains("INBOX"));
            imap.does("a2 LIST \"\" * RETURN (SPECIAL-USE SUBSCRIBED CHILDREN)");
            assertThat(line(imap, "\"Sent\"")).contains("\\Sent", "\\Subscribed");
        }
    }

    @Test
    void percentDoesNotCrossTheDelimiter() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Projects.Budget");
            imap.does("a2 LIST \"\" %");
            assertThat(imap.told()).noneMatch(line -> line.contains("Projects.Budget"));
            imap.does("a3 LIST \"\" *");
            assertThat(line(imap, "\"Projects.Budget\"")).isNotEmpty();
            imap.does("a4 LIST Projects. *");
            assertThat(imap.told()).hasSize(1);
        }
    }

    @Test
    void anEmptyPatternTellsTheDelimiter() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" \"\"");
            assertThat(imap.told()).containsExactly("* LIST (\\Noselect) \".\" \"\"");
        }
    }

    @Test
    void statusMayComeWithIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" INBOX RETURN (STATUS (MESSAGES UNSEEN))");
            assertThat(imap.told()).contains("* STATUS \"INBOX\" (MESSAGES 0 UNSEEN 0)");
            imap.hears("a2 LIST \"\" INBOX RETURN (STATUS (APPENDLIMIT))").says("a2");
            imap.does("a3 NOOP");
        }
    }

    @Test
    void nobodyElsesMailboxesAreListed() {
        server.person("kim");
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" *");
            assertThat(imap.told()).noneMatch(line -> line.contains("kim"));
            imap.hears("a2 LIST \"\" #user*").says("a2");
            assertThat(imap.told()).isEmpty();
        }
    }
}
