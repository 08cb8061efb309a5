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

    private void kimShares(TestPerson kim, String rights) {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("k1 CREATE Projects.Plan");
            owner.does("k2 SETACL Projects.Plan " + hong.address() + " " + rights);
        }
    }

    /** RFC 4314 §4: where one may look it up, though not the one above it. */
    @Test
    void whatOthersShareIsListedBelowTheirNames() {
        TestPerson kim = server.person("kim");
        kimShares(kim, "lr");
        String level = "Other Users." + kim.address().replace('.', '_');
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" *");
            assertThat(imap.told("* LIST (\\HasNoChildren) \".\" \"Other Users"))
                    .containsExactly("* LIST (\\HasNoChildren) \".\" \"" + level + ".Projects.Plan\"");
            assertThat(imap.told()).hasSize(TestServer.MAILBOXES.size() + 1);
            imap.does("a2 LIST \"\" %");
            assertThat(imap.told()).contains("* LIST (\\Noselect \\HasChildren) \".\" \"Other Users\"");
            imap.does("a3 LIST \"Other Users.\" %");
            assertThat(imap.told()).containsExactly("* LIST (\\Noselect \\HasChildren) \".\" \"" + level + "\"");
            imap.does("a4 LIST \"\" \"" + level + ".%\" RETURN (CHILDREN)");
            assertThat(imap.told())
                    .containsExactly("* LIST (\\NonExistent \\HasChildren) \".\" \"" + level + ".Projects\"");
        }
    }

    /** RFC 8440 §3: before its STATUS (RFC 5819 §2), which there is where one may read. */
    @Test
    void rightsMayComeWithIt() {
        TestPerson kim = server.person("kim");
        kimShares(kim, "li");
        String name = "\"Other Users." + kim.address().replace('.', '_') + ".Projects.Plan\"";
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" (INBOX Other*) RETURN (MYRIGHTS STATUS (MESSAGES))");
            assertThat(imap.told())
                    .containsExactly(
                            "* LIST (\\HasNoChildren) \".\" \"INBOX\"",
                            "* MYRIGHTS \"INBOX\" \"lrswipkxteacd\"",
                            "* STATUS \"INBOX\" (MESSAGES 0)",
                            "* LIST (\\HasNoChildren) \".\" " + name,
                            "* MYRIGHTS " + name + " \"li\"");
        }
    }

    @Test
    void aSharedMailboxCanBeSubscribedTo() {
        TestPerson kim = server.person("kim");
        kimShares(kim, "lr");
        String name = "\"Other Users." + kim.address().replace('.', '_') + ".Projects.Plan\"";
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SUBSCRIBE " + name).does("a2 LIST (SUBSCRIBED) \"\" Other*");
            assertThat(imap.told()).containsExactly("* LIST (\\HasNoChildren \\Subscribed) \".\" " + name);
            imap.does("a3 LSUB \"\" Other*");
            assertThat(imap.told("* LSUB")).singleElement().asString().endsWith(name);
            imap.does("a4 UNSUBSCRIBE " + name).does("a5 LIST (SUBSCRIBED) \"\" Other*");
            assertThat(imap.told()).isEmpty();
        }
    }

    /** RFC 5258 §3: options that are not known, and those that need another. */
    @Test
    void optionsAreReadStrictly() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 LIST (SUBSCRIBEDX) \"\" *").says("a1 BAD");
            imap.hears("a2 LIST \"\" * RETURN (COLOUR)").says("a2 BAD");
            imap.hears("a3 LIST (RECURSIVEMATCH) \"\" *").says("a3 BAD");
            imap.hears("a4 LIST (RECURSIVEMATCH REMOTE) \"\" *").says("a4 BAD");
            imap.hears("a5 LIST \"\" ()").says("a5 BAD");
            imap.hears("a6 LIST \"\" * RETURN (STATUS ())").says("a6 BAD");
            imap.hears("a7 LIST \"\"").says("a7 BAD");
            imap.hears("a8 LIST \"\" * MORE").says("a8 BAD");
            imap.does("a9 LIST () \"\" INBOX RETURN ()");
            assertThat(imap.told()).hasSize(1);
        }
    }

    /** RFC 5258 §3.1: there are no mailboxes elsewhere, so that to ask for them too changes nothing. */
    @Test
    void remoteOnesAreAskedForBesides() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST (REMOTE) \"\" *");
            assertThat(imap.told()).hasSize(TestServer.MAILBOXES.size());
        }
    }

    /** RFC 5258 §5, examples 5 and 9. */
    @Test
    void parentsOfWhatIsSubscribedToAreToldWhereAsked() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Fruit.Banana")
                    .does("a2 SUBSCRIBE Fruit.Banana")
                    .does("a3 SUBSCRIBE Fruit.Peach");
            imap.does("a4 LIST (SUBSCRIBED) \"\" Fruit*");
            assertThat(imap.told())
                    .containsExactly(
                            "* LIST (\\HasNoChildren \\Subscribed) \".\" \"Fruit.Banana\"",
                            "* LIST (\\NonExistent \\Subscribed) \".\" \"Fruit.Peach\"");
            imap.does("a5 LIST (SUBSCRIBED RECURSIVEMATCH) \"\" Fru%");
            assertThat(imap.told())
                    .containsExactly("* LIST (\\HasChildren) \".\" \"Fruit\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
            imap.does("a6 LIST (SUBSCRIBED) \"\" Fru%");
            assertThat(imap.told()).isEmpty();
        }
    }

    /** RFC 5258 §3: as many as are given, each name once. */
    @Test
    void thereMayBeSeveralPatterns() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 LIST \"\" (inbox \"S%\" Sent)");
            assertThat(imap.told())
                    .containsExactly(
                            "* LIST (\\HasNoChildren) \".\" \"INBOX\"",
                            "* LIST (\\HasNoChildren \\Sent) \".\" \"Sent\"");
        }
    }

    /** RFC 9051 §6.3.5: a name with others below it is told, though its mailbox was deleted. */
    @Test
    void aLevelThatIsNoMailboxIsToldToWhoAsksForLevels() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Club.Rules").does("a2 DELETE Club").does("a3 LIST \"\" Clu%");
            assertThat(imap.told()).containsExactly("* LIST (\\Noselect \\HasChildren) \".\" \"Club\"");
        }
    }

    /** Where there is no Junk, which others call Spam; where there is, Spam is a mailbox like any other. */
    @Test
    void spamIsForJunkWhereNoOtherMailboxIs() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Spam").does("a2 LIST \"\" (Spam Junk)");
            assertThat(imap.told())
                    .containsExactly(
                            "* LIST (\\HasNoChildren \\Junk) \".\" \"Junk\"",
                            "* LIST (\\HasNoChildren) \".\" \"Spam\"");
            imap.does("a3 GETMETADATA Spam /private/specialuse");
            assertThat(imap.told("* METADATA")).containsExactly("* METADATA \"Spam\" (/private/specialuse NIL)");
            imap.does("a4 DELETE Junk").does("a5 LIST (SPECIAL-USE) \"\" Spam");
            assertThat(imap.told()).containsExactly("* LIST (\\HasNoChildren \\Junk) \".\" \"Spam\"");
            imap.does("a6 GETMETADATA Spam /private/specialuse");
            assertThat(imap.told("* METADATA")).singleElement().asString().contains("\\Junk");
            imap.does("a7 CREATE Unwanted (USE (\\Junk))").does("a8 LIST (SPECIAL-USE) \"\" *");
            assertThat(line(imap, "\"Unwanted\"")).contains("\\Junk");
            assertThat(line(imap, "\"Spam\"")).isEmpty();
        }
    }

    /** It is of no standard, and not announced. */
    @Test
    void xlistTellsTheSameInItsOwnWords() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 XLIST \"\" *");
            assertThat(imap.answer()).isEqualTo("a1 OK XLIST completed.");
            assertThat(imap.told()).hasSize(TestServer.MAILBOXES.size());
            assertThat(line(imap, "\"INBOX\"")).isEqualTo("* XLIST (\\HasNoChildren \\Inbox) \".\" \"INBOX\"");
            assertThat(line(imap, "\"Junk\"")).isEqualTo("* XLIST (\\HasNoChildren \\Spam) \".\" \"Junk\"");
            assertThat(line(imap, "\"Sent\"")).isEqualTo("* XLIST (\\HasNoChildren \\Sent) \".\" \"Sent\"");
            imap.does("a2 XLIST \"\" S%");
            assertThat(imap.told()).hasSize(1);
            imap.does("a3 XLIST \"\" \"\"");
            assertThat(imap.told()).containsExactly("* XLIST (\\Noselect) \".\" \"\"");
            imap.hears("a4 XLIST (SPECIAL-USE) \"\" *").says("a4 BAD");
            imap.hears("a5 XLIST \"\" * RETURN (CHILDREN)").says("a5 BAD");
            imap.does("a6 CAPABILITY");
            assertThat(imap.told().get(0)).doesNotContain("XLIST");
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("b1 XLIST \"\" *").says("b1 ");
            assertThat(imap.answer()).matches("b1 (NO|BAD) .*");
        }
    }
}
