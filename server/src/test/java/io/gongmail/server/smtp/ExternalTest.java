package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AUTH EXTERNAL (RFC 4954 §4, RFC 4422 Appendix A), where a certificate suffices. */
@Tag("either-provider")
class ExternalTest {
    private static Submission submission;
    private static TestPerson agency;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        agency = submission.server().agency("sender");
        hong = submission.server().person("hong");
    }

    private static String base64(String identity) {
        return Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itIsAnnouncedOnlyToWhomItLetsIn() {
        try (SmtpTalk smtp = submission.greeted(agency.certificate());
                SmtpTalk official = submission.greeted(hong.certificate())) {
            assertThat(String.join(
                            "\n", smtp.hears("EHLO pc.example").says("250").texts()))
                    .contains("AUTH PLAIN LOGIN EXTERNAL");
            assertThat(String.join(
                            "\n", official.hears("EHLO pc.example").says("250").texts()))
                    .contains("AUTH PLAIN LOGIN")
                    .doesNotContain("EXTERNAL");
        }
    }

    @Test
    void theEmptyInitialResponseSignsIn() {
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL =").says("235 2.7.0");
            smtp.hears("MAIL FROM:<" + agency.address() + ">").says("250 ");
        }
    }

    @Test
    void theOwnAddressAfterTheContinuationSignsIn() {
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL").says("334 ");
            smtp.hears(base64(agency.address())).says("235 2.7.0");
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void anotherIdentityOpensNothing() {
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL " + base64(hong.address())).says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530");
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void anOfficialsCertificateDoesNotSuffice() {
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hears("AUTH EXTERNAL =").says("504 5.5.4");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530");
        }
    }

    @Test
    @Adversary("SASL oversize responses")
    void aResponseIsBounded() {
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL " + base64("a".repeat(800))).says("501 5.5.2");
            smtp.hears("AUTH EXTERNAL").says("334 ").hears("A".repeat(1 << 20)).says("500 5.5.2");
            smtp.hears("MAIL FROM:<" + agency.address() + ">").says("530");
        }
    }

    @Test
    @Adversary("SASL abort")
    void itIsCancelledByAStarAndBadResponsesAreTold() {
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL").says("334 ");
            smtp.hears("*").says("501 5.7.0");
            smtp.hears("AUTH EXTERNAL !!").says("501 5.5.2");
            smtp.hears("MAIL FROM:<" + agency.address() + ">").says("530");
        }
    }
}
