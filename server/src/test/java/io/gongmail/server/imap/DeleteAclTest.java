package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** DELETEACL (RFC 4314 §3.2). */
class DeleteAclTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");
    private final TestPerson hong = server.person("hong");

    @Test
    void allRightsOfOneAreTaken() {
        TestPerson lee = server.person("lee");
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 CREATE Shared").does("a2 SETACL Shared " + hong.address() + " lr");
            imap.does("a3 SETACL Shared " + lee.address() + " lr").does("a4 DELETEACL Shared " + hong.address());
            imap.does("a5 GETACL Shared");
            assertThat(imap.told().get(0)).contains(lee.address()).doesNotContain(hong.address());
            imap.does("a6 DELETEACL Shared " + hong.address());
        }
    }

    @Test
    void anOwnerAndWhoIsNoAccountAreRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.hears("a1 DELETEACL INBOX " + kim.address()).says("a1 NO [CANNOT]");
            imap.hears("a2 DELETEACL INBOX anyone").says("a2 NO [CANNOT]");
            imap.hears("a3 DELETEACL nowhere " + hong.address()).says("a3 NO [NONEXISTENT]");
            imap.hears("a4 DELETEACL INBOX").says("a4 BAD");
        }
    }
}
