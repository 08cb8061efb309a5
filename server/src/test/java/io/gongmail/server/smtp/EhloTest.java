package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.TestPerson;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said before anybody signs in: greeting, EHLO, HELO. */
class EhloTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    @Test
    void greetsWithItsName() {
        try (SmtpTalk smtp = submission.connect(hong.certificate())) {
            smtp.says("220 " + Submission.HOST + " ");
        }
    }

    @Test
    void announcesWhatWorksAndNothingElse() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("EHLO client.example").says("250 ");
            assertThat(smtp.texts().get(0)).startsWith(Submission.HOST + " ");
            assertThat(smtp.texts().subList(1, smtp.texts().size()))
                    .filteredOn(
                            line -> !line.matches("FUTURERELEASE 604800 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                    .hasSize(smtp.texts().size() - 2)
                    .containsExactlyInAnyOrder(
                            "PIPELINING",
                            "ENHANCEDSTATUSCODES",
                            "8BITMIME",
                            "CHUNKING",
                            "BINARYMIME",
                            "SMTPUTF8",
                            "DSN",
                            "REQUIRETLS",
                            "MT-PRIORITY",
                            "LIMITS RCPTMAX=" + Submission.MAX_RECIPIENTS,
                            "SIZE " + Submission.MESSAGE_SIZE,
                            "AUTH PLAIN LOGIN");
        }
    }

    @Test
    void announcesTheSameAfterSignIn() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("EHLO client.example").says("250 ");
            assertThat(smtp.texts()).contains("8BITMIME").doesNotContain("STARTTLS");
        }
    }

    @Test
    void wantsAName() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("EHLO").says("501 5.5.4").hears("HELO").says("501 5.5.4");
        }
    }

    @Test
    void answersHelo() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("HELO client.example").says("250 " + Submission.HOST);
            assertThat(smtp.texts()).hasSize(1);
        }
    }

    @Test
    void hearsCommandsInAnyCase() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("eHlO client.example").says("250 ");
        }
    }

    @Test
    void keepsItsLineShortAndInAsciiWhateverTheNameIs() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("EHLO " + "x".repeat(2_000)).says("");
            smtp.hearsRaw("EHLO \u00ed\u0099\u008d\u0007\u001b[31m.example\r\n").says("");
            smtp.hears("NOOP").says("250 ");
        }
    }

    @Test
    void forgetsTheTransactionOnEhlo() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.ehlo();
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("503 5.5.");
        }
    }

    @Test
    void tellsWhoShowsNoCertificate() {
        try (SmtpTalk smtp = submission.connect(null)) {
            smtp.says("554 5.7.1 ", "G-101");
        }
    }

    @Test
    void refusesEverythingButQuitAfterARefusedCertificate() throws GeneralSecurityException {
        Issued foreign = submission.server().authority().foreign("교육부", "001외부001");
        try (SmtpTalk smtp = submission.connect(foreign)) {
            smtp.says("554 5.7.1 ", "G-106")
                    .hears("EHLO client.example")
                    .says("503 ")
                    .hears("QUIT")
                    .says("221 ")
                    .hangsUp();
        }
    }
}
