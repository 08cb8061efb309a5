package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** REQUIRETLS (RFC 8689): the parameter of MAIL. */
class RequireTlsTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    /** §2: it is of one message, and the next one of the same connection is another. */
    @Test
    void itIsNotedOfTheMessageThatItIsAskedFor() {
        TestPerson kim = submission.server().person("kim");
        TestPerson lee = submission.server().person("lee");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + "> REQUIRETLS").says("250 ");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            smtp.hearsRaw("From: <" + hong.address() + ">\r\n\r\nsafe\r\n.\r\n").says("250 2.6.0");
            smtp.submits(hong.address(), lee.address(), "From: <" + hong.address() + ">\r\n\r\nas usual")
                    .says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(kim.address()).tlsRequired()).isTrue();
        assertThat(submission.arrivals().only(lee.address()).tlsRequired()).isFalse();
    }

    /** §2: "no parameter value". */
    @Test
    void itTakesNoValueAndStandsThereOnce() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (String wrong : new String[] {"REQUIRETLS=yes", "REQUIRETLS REQUIRETLS"}) {
                smtp.hears("MAIL FROM:<" + hong.address() + "> " + wrong).says("501 5.5.4");
            }
            smtp.hears("MAIL FROM:<" + hong.address() + "> requiretls").says("250 ");
        }
    }
}
