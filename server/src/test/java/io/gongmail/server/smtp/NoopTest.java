package io.gongmail.server.smtp;

import io.gongmail.server.testing.TestPerson;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** NOOP (RFC 5321 §4.1.1.9), and being silent instead. */
class NoopTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    @Test
    void isAnsweredAtAnyTime() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("NOOP").says("250 2.0.0");
            smtp.hears("NOOP whatever").says("250 2.0.0");
            smtp.ehlo().authPlain(hong.address(), hong.password()).says("235 ");
            smtp.hears("NOOP").says("250 2.0.0");
        }
    }

    @Test
    void leavesTheTransactionAlone() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("NOOP").says("250 ");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("250 ");
        }
    }

    @Test
    void aHundredAtOnceAreAnsweredInOrder() {
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hearsRaw("NOOP\r\n".repeat(100) + "QUIT\r\n");
            for (int i = 0; i < 100; i++) {
                smtp.says("250 2.0.0");
            }
            smtp.says("221 ").hangsUp();
        }
    }

    @Test
    void whoIsSilentIsAskedToLeave() {
        try (Submission impatient = Submission.with(Submission.config(Duration.ofSeconds(2), Duration.ofMinutes(5)));
                SmtpTalk smtp = impatient.connect(hong.certificate()).says("220 ")) {
            smtp.says("421 4.4.2", Replies.IDLE).hangsUp();
        }
    }
}
