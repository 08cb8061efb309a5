package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** LOGOUT (RFC 9051 §6.1.3). */
class LogoutTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void itSaysByeThenOkThenCloses() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 LOGOUT");
            assertThat(imap.closes()).hasSize(2).satisfies(lines -> {
                assertThat(lines.get(0)).startsWith("* BYE");
                assertThat(lines.get(1)).startsWith("a1 OK");
            });
        }
    }

    @Test
    void itNeedsNoSignIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGOUT\r\na2 NOOP");
            assertThat(imap.closes()).last().asString().startsWith("a1 OK");
        }
    }

    @Test
    void theSessionIsNoLongerHeld() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            assertThat(held()).isEqualTo(1);
            imap.hears("a1 LOGOUT");
            imap.closes();
        }
        Awaitility.await().untilAsserted(() -> assertThat(held()).isZero());
    }

    private long held() {
        return server.sessions().list().stream()
                .filter(signedIn -> signedIn.account().address().toString().equals(hong.address()))
                .count();
    }
}
