package io.gongmail.server.imap;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** CHECK (RFC 3501 §6.4.1). */
class CheckTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void itIsForASelectedMailbox() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CHECK").says("a1 NO");
            imap.does("a2 SELECT INBOX").does("a3 CHECK");
        }
    }
}
