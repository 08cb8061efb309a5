package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** RENAME (RFC 9051 §6.3.6). */
class RenameTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void mailAndChildrenMoveWithIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Club").does("a2 CREATE Club.Rules").appends("Club", MESSAGE);
            imap.does("a3 RENAME Club Circle").does("a4 STATUS Circle (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Circle\" (MESSAGES 1)");
            imap.does("a5 SELECT Circle.Rules");
            imap.hears("a6 SELECT Club").says("a6 NO");
        }
    }

    @Test
    void inboxIsEmptiedIntoTheNewNameAndStays() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 RENAME INBOX Old");
            imap.does("a2 STATUS Old (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Old\" (MESSAGES 1)");
            imap.does("a3 STATUS INBOX (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"INBOX\" (MESSAGES 0)");
        }
    }

    @Test
    void aNameThatIsTakenOrMissingIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 RENAME Sent Drafts").says("a1 NO");
            imap.hears("a2 RENAME nowhere Somewhere").says("a2 NO");
        }
    }
}
