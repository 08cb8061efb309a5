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

    /** RFC 6154 §3. */
    @Test
    void whatAMailboxIsForIsKept() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 DELETE Archive").does("a2 CREATE \"&vPStAA-\" (USE (\\archive))");
            imap.does("a3 LIST (SPECIAL-USE) \"\" *");
            assertThat(imap.told()).contains("* LIST (\\HasNoChildren \\Archive) \".\" \"&vPStAA-\"");
            imap.does("a4 RENAME \"&vPStAA-\" Old").does("a5 LIST \"\" Old");
            assertThat(imap.told()).containsExactly("* LIST (\\HasNoChildren \\Archive) \".\" \"Old\"");
            imap.does("a6 CREATE Archive").does("a7 LIST \"\" Archive");
            assertThat(imap.told())
                    .as("the name says less than what was given")
                    .containsExactly("* LIST (\\HasNoChildren) \".\" \"Archive\"");
            imap.does("a8 DELETE Old").does("a9 LIST \"\" Archive");
            assertThat(imap.told()).containsExactly("* LIST (\\HasNoChildren \\Archive) \".\" \"Archive\"");
        }
    }

    /** RFC 6154 §3, §6: the mailbox is not made where its use cannot be given. */
    @Test
    void aUseThatCannotBeGivenIsToldSo() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CREATE Gone (USE (\\Sent))").says("a1 NO [USEATTR]"); // Sent is.
            imap.hears("a2 CREATE Gone (USE (\\All))").says("a2 NO [USEATTR]");
            imap.hears("a3 CREATE Gone (USE (\\Nothing))").says("a3 NO [USEATTR]");
            imap.hears("a4 CREATE Gone (USE (\\Trash \\Junk))").says("a4 NO [USEATTR]");
            imap.hears("a5 CREATE Gone (COLOUR (red))").says("a5 BAD");
            imap.hears("a6 CREATE Gone (USE (\\Archive)").says("a6 BAD");
            imap.hears("a7 CREATE Gone USE").says("a7 BAD");
            imap.does("a8 LIST \"\" Gone");
            assertThat(imap.told()).isEmpty();
            imap.does("a9 CREATE Gone (USE ())");
        }
    }
}
