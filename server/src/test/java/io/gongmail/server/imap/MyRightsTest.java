package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** MYRIGHTS (RFC 4314 §3.5, §3.8). */
class MyRightsTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");

    @Test
    void onesOwnAreAll() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 MYRIGHTS INBOX");
            assertThat(imap.told()).containsExactly("* MYRIGHTS \"INBOX\" \"lrswipkxteacd\"");
            imap.hears("a2 MYRIGHTS nowhere").says("a2 NO [NONEXISTENT]");
        }
    }

    @Test
    void anothersAreWhatWasGiven() {
        TestPerson hong = server.person("hong");
        String mailbox = "\"Other Users." + kim.address().replace('.', '_') + ".INBOX\"";
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 MYRIGHTS " + mailbox).says("a1 NO [NONEXISTENT]");
            owner.does("k1 SETACL INBOX " + hong.address() + " lrse");
            imap.does("a2 MYRIGHTS " + mailbox);
            assertThat(imap.told()).containsExactly("* MYRIGHTS " + mailbox + " \"lrsed\"");
        }
    }
}
