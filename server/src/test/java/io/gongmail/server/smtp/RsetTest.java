package io.gongmail.server.smtp;

import io.gongmail.server.testing.TestPerson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RSET: RFC 5321 §4.1.1.5. */
class RsetTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    @Test
    void forgetsTheTransaction() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("250 ");
            smtp.hears("RSET").says("250 2.0.0");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("503 5.5.");
            smtp.hears("DATA").says("503 5.5.");
        }
    }

    @Test
    void keepsOneSignedIn() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("RSET").says("250 2.0.0");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
        }
    }

    @Test
    void isTakenBeforeSignInAndSignsNobodyIn() {
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hears("RSET").says("250 2.0.0");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530 5.7.0");
        }
    }

    @Test
    void takesNoArgument() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("RSET now").says("50");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("250 ");
        }
    }
}
