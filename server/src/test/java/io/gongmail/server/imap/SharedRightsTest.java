package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rights each command needs of another's mailbox (RFC 4314 §4). */
class SharedRightsTest {
    private static final String ALL = "lrswipkxtea";
    private static final String MESSAGE = "Subject: Plan\r\n\r\nThe plan.\r\n";

    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");
    private final TestPerson hong = server.person("hong");

    private String of(TestPerson owner, String name) {
        return "\"Other Users." + owner.address().replace('.', '_') + "." + name + "\"";
    }

    /**
     * @param needed beside {@code l}
     * @param steps in which M stands for the mailbox, M.x for one below it; the last is the one that is refused
     */
    record Row(String command, String needed, List<String> steps) {
        @Override
        public String toString() {
            return command;
        }
    }

    private static Row row(String command, String needed, String... steps) {
        return new Row(command, needed, List.of(steps));
    }

    static Stream<Row> rows() {
        String append = " {" + MESSAGE.length() + "+}\r\n" + MESSAGE;
        return Stream.of(
                row("SELECT", "r", "SELECT <M>"),
                row("EXAMINE", "r", "EXAMINE <M>"),
                row("STATUS", "r", "STATUS <M> (MESSAGES)"),
                row("GETQUOTAROOT", "r", "GETQUOTAROOT <M>"),
                row("MYRIGHTS", "", "MYRIGHTS <M>"),
                row("GETACL", "a", "GETACL <M>"),
                row("SETACL", "a", "SETACL <M> <LEE> lr"),
                row("DELETEACL", "a", "DELETEACL <M> <LEE>"),
                row("LISTRIGHTS", "a", "LISTRIGHTS <M> <LEE>"),
                row("CREATE", "k", "CREATE <M.New>"),
                row("DELETE", "x", "DELETE <M>"),
                row("RENAME", "xk", "RENAME <M.Inner> <M.Outer>"),
                row("APPEND", "i", "APPEND <M>" + append),
                row("COPY into", "i", "SELECT INBOX", "COPY 1 <M>"),
                row("MOVE into", "i", "SELECT INBOX", "MOVE 1 <M>"),
                row("FETCH", "r", "SELECT <M>", "FETCH 1 FLAGS"),
                row("SEARCH", "r", "SELECT <M>", "SEARCH ALL"),
                row("COPY out", "r", "SELECT <M>", "COPY 1 INBOX"),
                row("MOVE out", "rte", "SELECT <M>", "MOVE 1 INBOX"),
                row("REPLACE", "rtei", "SELECT <M>", "REPLACE 1 <M>" + append),
                row("STORE \\Seen", "rs", "SELECT <M>", "STORE 1 +FLAGS (\\Seen)"),
                row("STORE \\Deleted", "rt", "SELECT <M>", "STORE 1 +FLAGS (\\Deleted)"),
                row("STORE \\Flagged", "rw", "SELECT <M>", "STORE 1 +FLAGS.SILENT (\\Flagged)"),
                row("STORE keyword", "rw", "SELECT <M>", "STORE 1 -FLAGS (work)"),
                row("EXPUNGE", "re", "SELECT <M>", "EXPUNGE"),
                row("UID EXPUNGE", "re", "SELECT <M>", "UID EXPUNGE 1"));
    }

    private String meant(String step, TestPerson lee) {
        return step.replace("<M>", of(kim, "Shared"))
                .replace("<M.New>", of(kim, "Shared.New"))
                .replace("<M.Inner>", of(kim, "Shared.Inner"))
                .replace("<M.Outer>", of(kim, "Shared.Outer"))
                .replace("<LEE>", lee.address());
    }

    /** The answer to the last step, or to the first that is refused. */
    private String answered(ImapTalk imap, Row row, TestPerson lee) {
        for (int i = 0; i < row.steps().size(); i++) {
            imap.hears("s" + i + " " + meant(row.steps().get(i), lee)).says("s" + i);
            if (imap.answer().startsWith("s" + i + " NO")) {
                return imap.answer();
            }
        }
        return imap.answer();
    }

    private void share(ImapTalk owner, String mailbox, String rights) {
        owner.does("g1 SETACL " + mailbox + " " + hong.address() + " \"" + rights + "\"");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRightIsNeededAndNoOther(Row row) {
        TestPerson lee = server.person("lee");
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("k1 CREATE Shared").does("k2 CREATE Shared.Inner").appends("Shared", MESSAGE);
            try (ImapTalk imap = ImapTalk.signedIn(hong)) {
                imap.appends("INBOX", MESSAGE);
                String nowhere = answered(imap, row, lee); // Nothing is shared yet.
                for (char lacking : row.needed().toCharArray()) {
                    String rights = ALL.replace(String.valueOf(lacking), "");
                    share(owner, "Shared", rights);
                    share(owner, "Shared.Inner", rights);
                    String answer = answered(imap, row, lee);
                    assertThat(answer).as("with " + rights).contains(" NO [NOPERM] ");
                    imap.hears("u1 UNSELECT").says("u1");
                }
                share(owner, "Shared", ALL.replace("l", ""));
                share(owner, "Shared.Inner", ALL.replace("l", ""));
                assertThat(answered(imap, row, lee))
                        .as("without l it is as if there was none")
                        .isEqualTo(nowhere)
                        .doesNotContain(" OK");
            }
            share(owner, "Shared", "l" + row.needed());
            share(owner, "Shared.Inner", "l" + row.needed());
            try (ImapTalk imap = ImapTalk.signedIn(hong)) {
                assertThat(answered(imap, row, lee)).as("with what is needed").contains(" OK");
            }
        }
    }

    /** "The server MUST NOT fail a COPY/APPEND if the user has no rights to set a particular flag." */
    @Test
    void flagsThatOneMayNotSetAreLeftOut() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared");
            share(owner, "Shared", "lris");
            imap.hears("a1 APPEND " + of(kim, "Shared") + " (\\Seen \\Deleted \\Flagged work) {" + MESSAGE.length()
                            + "+}\r\n" + MESSAGE)
                    .says("a1 OK [APPENDUID");
            imap.appends("Drafts", MESSAGE).does("a2 SELECT Drafts");
            imap.does("a3 STORE 1 FLAGS (\\Seen \\Deleted \\Answered)").does("a4 COPY 1 " + of(kim, "Shared"));
            owner.does("k2 SELECT Shared").does("k3 FETCH 1:2 FLAGS");
            assertThat(owner.told("* 1 FETCH").get(0)).contains("\\Seen").doesNotContain("Deleted", "Flagged", "work");
            assertThat(owner.told("* 2 FETCH").get(0)).contains("\\Seen").doesNotContain("Deleted", "Answered");
        }
    }

    /** "STORE operation SHOULD NOT fail if the user has rights to modify at least one flag." */
    @Test
    void aStoreChangesWhatItMayAndLeavesTheRest() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared").appends("Shared", MESSAGE);
            owner.does("k2 SELECT Shared").does("k3 STORE 1 FLAGS (\\Flagged work)");
            share(owner, "Shared", "lrs");
            imap.does("a1 SELECT " + of(kim, "Shared"));
            assertThat(imap.told().toString()).contains("[PERMANENTFLAGS (\\Seen)]");
            imap.does("a2 STORE 1 FLAGS (\\Seen \\Deleted)");
            owner.does("k4 FETCH 1 FLAGS");
            assertThat(String.join(" ", owner.told("* 1 FETCH")))
                    .contains("\\Seen", "\\Flagged", "work")
                    .doesNotContain("Deleted");
            imap.does("a3 STORE 1 -FLAGS (\\Seen \\Flagged)");
            owner.does("k5 FETCH 1 FLAGS");
            assertThat(String.join(" ", owner.told("* 1 FETCH")))
                    .contains("\\Flagged")
                    .doesNotContain("\\Seen");
        }
    }

    /** "A FETCH request that implies setting \Seen flag MUST NOT set it, if the current user doesn't have "s" right." */
    @Test
    void readingMarksNothingWithoutTheRight() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared").appends("Shared", MESSAGE);
            share(owner, "Shared", "lrw");
            imap.does("a1 SELECT " + of(kim, "Shared")).does("a2 FETCH 1 BODY[]");
            owner.does("k2 STATUS Shared (UNSEEN)");
            assertThat(owner.told("* STATUS")).containsExactly("* STATUS \"Shared\" (UNSEEN 1)");
            share(owner, "Shared", "lrs");
            imap.does("a3 FETCH 1 BODY[]");
            owner.does("k3 STATUS Shared (UNSEEN)");
            assertThat(owner.told("* STATUS")).containsExactly("* STATUS \"Shared\" (UNSEEN 0)");
        }
    }

    /** "The server MUST ignore the expunge request, close the mailbox, and return the tagged OK response." */
    @Test
    void closeRemovesNothingWithoutTheRight() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared").appends("Shared", MESSAGE);
            share(owner, "Shared", "lrt");
            imap.does("a1 SELECT " + of(kim, "Shared")).does("a2 STORE 1 +FLAGS (\\Deleted)");
            imap.does("a3 CLOSE");
            imap.hears("a4 FETCH 1 FLAGS").says("a4 NO");
            owner.does("k2 STATUS Shared (MESSAGES)");
            assertThat(owner.told("* STATUS")).containsExactly("* STATUS \"Shared\" (MESSAGES 1)");
        }
    }

    /** §5.2: READ-ONLY where nothing can be changed. */
    @Test
    void whoMayOnlyReadOpensItReadOnly() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared").appends("Shared", MESSAGE);
            share(owner, "Shared", "lr");
            imap.hears("a1 SELECT " + of(kim, "Shared")).says("a1 OK [READ-ONLY]");
            assertThat(imap.told()).contains("* 1 EXISTS").anyMatch(line -> line.contains("[PERMANENTFLAGS ()]"));
            share(owner, "Shared", "lri");
            imap.hears("a2 SELECT " + of(kim, "Shared")).says("a2 OK [READ-WRITE]");
        }
    }

    /** §5.1.1: "it MAY send an untagged BYE response and close connection". */
    @Test
    void whoLosesTheRightToReadLosesTheConnection() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared").appends("Shared", MESSAGE);
            share(owner, "Shared", "lr");
            imap.does("a1 SELECT " + of(kim, "Shared")).does("a2 FETCH 1 BODY.PEEK[]");
            owner.does("k2 DELETEACL Shared " + hong.address());
            imap.hears("a3 FETCH 1 BODY.PEEK[]").says("* BYE");
            assertThat(imap.closes()).isEmpty();
        }
    }

    /** RFC 9051 §6.3.5, §6.3.6: an INBOX is its owner's, whatever was given. */
    @Test
    void anInboxAndAnOwnerStay() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            share(owner, "INBOX", ALL);
            imap.hears("a1 DELETE " + of(kim, "INBOX")).says("a1 NO [CANNOT]");
            imap.hears("a2 DELETE " + of(kim, "inbox")).says("a2 NO [CANNOT]");
            imap.hears("a3 RENAME " + of(kim, "INBOX") + " Mine").says("a3 NO [CANNOT]");
            imap.hears("a4 RENAME Drafts " + of(kim, "INBOX.Mine")).says("a4 NO [CANNOT]");
            imap.hears("a5 CREATE " + of(kim, "Top")).says("a5 NO [NOPERM]");
            imap.hears("a6 CREATE \"Other Users.Mine\"").says("a6 NO [NOPERM]");
            imap.hears("a7 DELETE " + of(hong, "INBOX")).says("a7 NO [CANNOT]");
            imap.does("a8 SELECT " + of(kim, "INBOX"));
        }
    }

    /** §4: "it SHOULD inherit the ACL from the parent mailbox". */
    @Test
    void whatIsMadeBelowHasTheSameRights() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared");
            share(owner, "Shared", "lrk");
            imap.does("a1 CREATE " + of(kim, "Shared.New.Deep")).does("a2 MYRIGHTS " + of(kim, "Shared.New.Deep"));
            assertThat(imap.told().get(0)).endsWith(" \"lrkc\"");
            owner.does("k2 LIST \"\" Shared*");
            assertThat(owner.told()).hasSize(3);
        }
    }

    @Test
    void aSharedMailboxThatIsOpenCanBeDeleted() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared").appends("Shared", MESSAGE);
            share(owner, "Shared", "lrx");
            imap.does("a1 SELECT " + of(kim, "Shared")).does("a2 DELETE " + of(kim, "Shared"));
            imap.hears("a3 FETCH 1 FLAGS").says("a3 NO");
            owner.does("k2 LIST \"\" Shared");
            assertThat(owner.told()).isEmpty();
        }
    }

    /** RFC 9208 §4.1.2; how much its owner holds stays the owner's. */
    @Test
    void whatTheOwnerHoldsIsNotTold() {
        server.mail().accountQuotas().limit(Username.of(kim.address()), 10_000);
        server.mail().accountQuotas().limit(Username.of(hong.address()), 10_000);
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared");
            share(owner, "Shared", ALL);
            imap.does("a1 GETQUOTAROOT " + of(kim, "Shared"));
            assertThat(imap.told()).containsExactly("* QUOTAROOT " + of(kim, "Shared"));
        }
    }

    /** What somebody puts into another's mailbox counts there. */
    @Test
    void whatIsPutInCountsForTheOwner() {
        server.mail().accountQuotas().limit(Username.of(kim.address()), 10);
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("k1 CREATE Shared");
            share(owner, "Shared", "lri");
            imap.hears("a1 APPEND " + of(kim, "Shared") + " {" + MESSAGE.length() + "+}\r\n" + MESSAGE)
                    .says("a1 NO [OVERQUOTA]");
            imap.does("a2 LIST \"\" * RETURN (STATUS (MESSAGES))");
            assertThat(imap.told("* STATUS " + of(kim, "Shared")))
                    .containsExactly("* STATUS " + of(kim, "Shared") + " (MESSAGES 0)");
        }
    }
}
