package io.gongmail.server.smtp;

import io.gongmail.server.testing.TestPerson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HELP, VRFY, EXPN and what else there is not (RFC 5321 §3.5, §4.2.4). */
class HelpTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    @Test
    void helpIsAnswered() {
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hears("HELP").says("502 5.3.3");
            smtp.hears("HELP MAIL").says("502 5.3.3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VRFY hong",
                "EXPN everybody",
                "STARTTLS",
                "ETRN elsewhere.example",
                "SEND FROM:<hong@moe.gongmail.example>",
                "TURN",
                "XCLIENT ADDR=10.0.0.1",
                "GET / HTTP/1.1",
                "",
                "   "
            })
    void whatIsNotThereIsRefusedAndTellsNothing(String command) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears(command).says("50");
            org.assertj.core.api.Assertions.assertThat(smtp.last()).matches("50[02] 5\\.5\\.[12] .*");
            smtp.hears("NOOP").says("250 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOOP\nMAIL FROM:<>\r\n", "NOOP\rMAIL FROM:<>\r\n", "NO\0OP\r\n", "NOOP\r\r\n", "\nNOOP\r\n"})
    void aCommandHasNoBareControls(String octets) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(octets).says("500 5.5.2");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("503 5.5.");
        }
    }

    @Test
    void aCommandEndsInCrlfOnly() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw("NOOP\n");
            smtp.hearsRaw("NOOP\n");
            smtp.hearsRaw("\r\n").says("500 5.5.2");
            smtp.hears("NOOP").says("250 ");
        }
    }

    @Test
    void aLineThatIsTooLongIsRefusedOnce() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("NOOP " + "x".repeat(3 * Submission.LINE_LENGTH)).says("500 5.5.2");
            smtp.hears("NOOP").says("250 ");
            smtp.hears("NOOP " + "x".repeat(8_000)).says("250 ");
        }
    }
}
