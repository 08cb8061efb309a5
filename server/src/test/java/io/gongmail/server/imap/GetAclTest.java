package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** GETACL (RFC 4314 §3.3, §3.6). */
class GetAclTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");

    @Test
    void theOwnerHasAllAndIsNamedFirst() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 GETACL INBOX");
            assertThat(imap.told()).containsExactly("* ACL \"INBOX\" \"" + kim.address() + "\" \"lrswipkxteacd\"");
        }
    }

    @Test
    void namesAreToldAsTheyWereAsked() {
        TestPerson hong = server.person("hong");
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE &xMXQbA-").does("a2 SETACL &xMXQbA- " + hong.address() + " lrk");
            imap.does("a3 GETACL &xMXQbA-");
            assertThat(imap.told())
                    .containsExactly("* ACL \"&xMXQbA-\" \"" + kim.address() + "\" \"lrswipkxteacd\" \""
                            + hong.address() + "\" \"lrkc\"");
        }
    }

    /** §6: no word of what is not there, or is not to be seen. */
    @Test
    void whatIsNotThereIsToldSo() {
        TestPerson hong = server.person("hong");
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 GETACL nowhere").says("a1 NO [NONEXISTENT]");
            String nowhere = imap.answer();
            imap.hears("a1 GETACL \"Other Users." + kim.address().replace('.', '_') + ".INBOX\"")
                    .says("a1 NO [NONEXISTENT]");
            assertThat(imap.answer()).isEqualTo(nowhere);
            imap.hears("a1 GETACL \"#user.kim.INBOX\"").says("a1 NO [NONEXISTENT]");
            imap.hears("a2 GETACL").says("a2 BAD");
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 GETACL INBOX").says("a1 NO");
        }
    }
}
