package io.gongmail.server.smtp;

import io.gongmail.server.testing.TestPerson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** QUIT: RFC 5321 §4.1.1.10. */
class QuitTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    @Test
    void saysGoodbyeAndHangsUp() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.hears("QUIT").says("221 2.0.0").hangsUp();
        }
    }

    @Test
    void whatComesAfterItIsNotAnswered() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("QUIT", "NOOP", "MAIL FROM:<" + hong.address() + ">")
                    .says("221 2.0.0")
                    .hangsUp();
        }
    }

    @Test
    void takesEffectInATransaction() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("QUIT").says("221 2.0.0").hangsUp();
        }
    }
}
