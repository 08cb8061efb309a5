package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are no command (RFC 9051 §2.2.1). */
class UnknownCommandTest {
    private final TestPerson hong = TestServer.shared().person("hong");

    /** RFC 9051 §7.1.5 */
    @ParameterizedTest
    @ValueSource(strings = {"a1 FROBNICATE", "a1 ", "a1", "(((", "GET / HTTP/1.1"})
    void whoHasNotSignedInIsToldGoodbye(String line) {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears(line).says("* BYE Unknown command.");
            assertThat(imap.closes()).isEmpty();
        }
    }

    /** No literal was before it, behind which some programs send one. */
    @Test
    void whoBeginsWithAnEmptyLineIsToldGoodbye() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("").says("* BYE Unknown command.");
            assertThat(imap.closes()).isEmpty();
        }
    }

    @Test
    void anEmptyLineLaterIsPassedOver() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 NOOP").hears("").does("a2 NOOP");
            imap.hears("a3 LOGIN {" + hong.address().length() + "}").says("+");
            imap.hears(hong.address() + " " + hong.password()).says("a3 OK");
            imap.hears("").hears("").does("a4 NOOP");
        }
    }

    @Test
    void whoHasSignedInIsToldSoAndGoesOn() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 FROBNICATE").says("a1 BAD");
            imap.does("a2 NOOP");
        }
    }
}
