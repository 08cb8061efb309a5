package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** GETQUOTA, GETQUOTAROOT, SETQUOTA and what goes with them (RFC 9208; older clients: RFC 2087). */
class QuotaTest {
    private static final String MESSAGE = "Subject: Plan\r\n\r\n" + "x".repeat(1_500);

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private void limit(long octets) {
        server.mail().accountQuotas().limit(Username.of(hong.address()), octets);
    }

    /** §4.1.2, §5.1: in units of 1,024 octets; what is begun counts whole. */
    @Test
    void aMailboxCountsInTheAccountsRoot() {
        limit(10_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Sent", MESSAGE).does("a1 GETQUOTAROOT INBOX");
            assertThat(imap.told())
                    .containsExactly(
                            "* QUOTAROOT \"INBOX\" \"" + hong.address() + "\"",
                            "* QUOTA \"" + hong.address() + "\" (STORAGE 2 9)");
            imap.does("a2 CREATE &xMXQbA-").does("a3 GETQUOTAROOT \"&xMXQbA-\"");
            assertThat(imap.told("* QUOTAROOT \"&xMXQbA-\" ")).hasSize(1);
        }
    }

    /** §4.2.2: there may be none. */
    @Test
    void withoutLimitThereIsNoRoot() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 GETQUOTAROOT INBOX");
            assertThat(imap.told()).containsExactly("* QUOTAROOT \"INBOX\"");
            imap.hears("a2 GETQUOTA " + hong.address()).says("a2 NO [NONEXISTENT]");
        }
    }

    /** RFC 5530 §3. */
    @Test
    void aMailboxThatIsNotThereIsToldSo() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 GETQUOTAROOT nowhere").says("a1 NO [NONEXISTENT]");
            imap.hears("a2 GETQUOTAROOT \"#user.kim@moe.gongmail.example.INBOX\"")
                    .says("a2 NO [NONEXISTENT]");
            imap.does("a3 NOOP");
        }
    }

    /** §4.1.1; the name is any string. */
    @Test
    void aRootIsToldToItsOwnerByNameHoweverWritten() {
        limit(4_096);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            String told = "* QUOTA \"" + hong.address() + "\" (STORAGE 0 4)";
            imap.does("a1 GETQUOTA " + hong.address());
            assertThat(imap.told()).containsExactly(told);
            imap.does("a2 GETQUOTA \"" + hong.address() + "\"");
            assertThat(imap.told()).containsExactly(told);
            imap.does("a3 GETQUOTA {" + hong.address().length() + "+}\r\n" + hong.address());
            assertThat(imap.told()).containsExactly(told);
        }
    }

    @Test
    void anothersRootIsNotToldFromNone() {
        TestPerson kim = server.person("kim");
        server.mail().accountQuotas().limit(Username.of(kim.address()), 4_096);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 GETQUOTA " + kim.address()).says("a1 NO [NONEXISTENT]");
            String anothers = imap.answer();
            assertThat(imap.told()).isEmpty();
            imap.hears("a1 GETQUOTA \"\"").says("a1 NO [NONEXISTENT]");
            assertThat(imap.answer()).isEqualTo(anothers);
        }
    }

    /** §4.1.3: QUOTASET is not announced. */
    @Test
    void nobodySetsALimitByIt() {
        limit(4_096);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 SETQUOTA \"" + hong.address() + "\" (STORAGE 512)").says("a1 NO [NOPERM]");
            imap.hears("a2 SETQUOTA \"\" ()").says("a2 NO [NOPERM]");
            imap.does("a3 GETQUOTA " + hong.address());
            assertThat(imap.told().get(0)).endsWith("(STORAGE 0 4)");
        }
    }

    @Test
    void beforeSignInNothingIsTold() {
        for (String command : new String[] {"GETQUOTAROOT INBOX", "GETQUOTA " + hong.address(), "SETQUOTA \"\" ()"}) {
            try (ImapTalk imap = ImapTalk.of(hong)) {
                imap.hears("a1 " + command).says("a1");
                assertThat(imap.answer()).doesNotStartWith("a1 OK");
                assertThat(imap.told()).isEmpty();
            }
        }
    }

    /** §4.1.4, §5.1: it goes with the resource. */
    @Test
    void whatExpungeWouldFreeIsTold() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE + "y").appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STORE 2:3 +FLAGS (\\Deleted)");
            imap.does("a3 STATUS INBOX (DELETED-STORAGE)");
            assertThat(imap.told("* STATUS"))
                    .containsExactly("* STATUS \"INBOX\" (DELETED-STORAGE " + (2 * MESSAGE.length() + 1) + ")");
            imap.does("a4 STATUS INBOX (DELETED)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"INBOX\" (DELETED 2)");
        }
    }

    /** §4.3.1: with a mailbox selected, and not without one. */
    @Test
    void whoIsFullIsToldWhereAMailboxIsSelected() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            assertThat(imap.told("* NO")).isEmpty();
            limit(1_000);
            imap.does("a2 SELECT INBOX");
            assertThat(imap.told("* NO [OVERQUOTA]")).hasSize(1);
            imap.hears("a3 SELECT nowhere").says("a3 NO");
            assertThat(imap.told("* NO")).isEmpty();
            imap.does("a4 EXAMINE INBOX").does("a5 SELECT INBOX").does("a6 STORE 1 +FLAGS (\\Deleted)");
            imap.does("a7 EXPUNGE").does("a8 SELECT INBOX");
            assertThat(imap.told("* NO")).isEmpty();
        }
    }
}
