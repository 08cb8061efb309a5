package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** ID (RFC 2971). */
class IdTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void itIsAnsweredBeforeAndAfterSignIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 ID (\"name\" \"Thunderbird\" \"version\" \"140\")");
            assertThat(imap.told("* ID ")).hasSize(1);
            imap.does("a2 LOGIN " + hong.address() + " " + hong.password());
            imap.does("a3 ID NIL");
            assertThat(imap.told("* ID ")).hasSize(1);
        }
    }
}
