package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CHILDREN (RFC 3348, whose attributes LIST-EXTENDED has from it, RFC 5258 §4): whether a mailbox has others below it. */
class ChildrenTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static List<String> listed(ImapTalk imap, String pattern) {
        return imap.does("l1 LIST \"\" " + pattern).told();
    }

    /** §3: either is told of each mailbox, and never both. */
    @Test
    void itIsToldOfEachMailboxWithoutBeingAskedFor() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Work").does("a2 CREATE Work.Plans");
            assertThat(listed(imap, "*"))
                    .hasSize(TestServer.MAILBOXES.size() + 2)
                    .allMatch(line -> line.contains("\\HasChildren") != line.contains("\\HasNoChildren"));
            assertThat(listed(imap, "Work")).containsExactly("* LIST (\\HasChildren) \".\" \"Work\"");
            assertThat(listed(imap, "Work.Plans")).containsExactly("* LIST (\\HasNoChildren) \".\" \"Work.Plans\"");
        }
    }

    @Test
    void itChangesWithWhatIsMadeRenamedAndDeleted() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE Work");
            assertThat(listed(other, "Work")).containsExactly("* LIST (\\HasNoChildren) \".\" \"Work\"");
            imap.does("a2 CREATE Work.Plans");
            assertThat(listed(other, "Work")).containsExactly("* LIST (\\HasChildren) \".\" \"Work\"");
            imap.does("a3 RENAME Work.Plans Plans");
            assertThat(listed(other, "Work")).containsExactly("* LIST (\\HasNoChildren) \".\" \"Work\"");
            imap.does("a4 RENAME Plans Work.Plans").does("a5 DELETE Work.Plans");
            assertThat(listed(other, "Work")).containsExactly("* LIST (\\HasNoChildren) \".\" \"Work\"");
        }
    }

    /** §3: "Servers SHOULD NOT return \HasChildren if child mailboxes exist, but none will be displayed to the current user". */
    @Test
    void whatOneMayNotLookUpIsNotToldByItsParent() {
        TestPerson kim = server.person("kim");
        String work = "\"Other Users." + kim.address().replace('.', '_') + ".Work\"";
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Work").does("k2 SETACL Work " + hong.address() + " lr");
            owner.does("k3 CREATE Work.Secret").does("k4 DELETEACL Work.Secret " + hong.address());
            assertThat(listed(imap, work)).containsExactly("* LIST (\\HasNoChildren) \".\" " + work);
            owner.does("k5 SETACL Work.Secret " + hong.address() + " l");
            assertThat(listed(imap, work)).containsExactly("* LIST (\\HasChildren) \".\" " + work);
        }
    }
}
