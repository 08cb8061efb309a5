package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** NAMESPACE (RFC 2342, RFC 9051 §6.3.10). */
class NamespaceTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void onesOwnMailboxesAndThoseOfOthersAreTold() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 NAMESPACE");
            assertThat(imap.told()).containsExactly("* NAMESPACE ((\"\" \".\")) ((\"Other Users.\" \".\")) NIL");
        }
    }
}
