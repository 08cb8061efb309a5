package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTHENTICATE EXTERNAL (RFC 4422 Appendix A, RFC 4959), where a certificate suffices. */
@Tag("either-provider")
class ExternalTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson agency = server.agency("agency");

    private static String base64(String identity) {
        return Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itIsAnnouncedOnlyToWhomItLetsIn() {
        try (ImapTalk imap = ImapTalk.of(agency);
                ImapTalk official = ImapTalk.of(server.person("hong"))) {
            imap.does("a1 CAPABILITY");
            assertThat(imap.told("* CAPABILITY").get(0)).contains(" AUTH=EXTERNAL", " AUTH=PLAIN");
            official.does("a1 CAPABILITY");
            assertThat(official.told("* CAPABILITY").get(0))
                    .contains(" AUTH=PLAIN")
                    .doesNotContain("EXTERNAL");
        }
    }

    @Test
    void theEmptyInitialResponseSignsIn() {
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.does("a1 AUTHENTICATE EXTERNAL =").does("a2 SELECT INBOX");
        }
    }

    @Test
    void theOwnAddressSignsInInAnyCase() {
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.does("a1 AUTHENTICATE EXTERNAL " + base64(agency.address().toUpperCase(java.util.Locale.ROOT)))
                    .does("a2 SELECT INBOX");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "="})
    void anEmptyResponseAfterTheContinuationSignsIn(String response) {
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL").says("+");
            imap.hears(response).says("a1 OK").does("a2 SELECT INBOX");
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void anotherIdentityOpensNothing() {
        TestPerson other = server.agency("other");
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL " + base64(other.address()))
                    .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void anOfficialsCertificateDoesNotSuffice() {
        TestPerson hong = server.person("hong");
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL =").says("a1 NO [CANNOT]");
            imap.hears("a2 AUTHENTICATE EXTERNAL " + base64(hong.address())).says("a2 NO [CANNOT]");
            imap.hears("a3 SELECT INBOX").says("a3 NO");
        }
    }

    @Test
    void anUnboundCertificateIsAnsweredAsEveryOtherRefusal() throws Exception {
        try (ImapTalk imap = ImapTalk.showing(
                        server.imap().port(), server.authority().agency("교육부", "001unbound001"))
                .says("* OK")) {
            imap.hears("a1 AUTHENTICATE EXTERNAL =").says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
        }
    }

    @Test
    void aClosedBindingOpensNothing() {
        server.closeBinding(agency);
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL =").says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
        }
    }

    @Test
    @Adversary("SASL abort")
    void itIsCancelledByAStar() {
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL").says("+");
            imap.hears("*").says("a1 BAD Cancelled").does("a2 NOOP");
            imap.hears("a3 SELECT INBOX").says("a3 NO");
        }
    }

    @Test
    @Adversary("SASL oversize responses")
    void whatIsNoMessageOfItIsBad() {
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL !!").says("a1 BAD");
            imap.hears("a2 AUTHENTICATE EXTERNAL " + base64(agency.address() + "\0x"))
                    .says("a2 BAD");
            imap.hears("a3 AUTHENTICATE EXTERNAL").says("+");
            imap.hears(base64("a".repeat(800))).says("a3 BAD");
        }
    }
}
