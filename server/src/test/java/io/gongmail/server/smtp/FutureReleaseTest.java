package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.TestPerson;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FUTURERELEASE (RFC 4865): HOLDFOR and HOLDUNTIL of MAIL. */
class FutureReleaseTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int SECONDS = 3;

    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    private static void isHeld(String parameter) {
        TestPerson kim = submission.server().person("kim");
        long begun = System.nanoTime();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">" + parameter).says("250 ");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            smtp.hearsRaw("From: <" + hong.address() + ">\r\n\r\nlater\r\n.\r\n")
                    .says("250 2.6.0");
            // The next one of the same connection is not held.
            TestPerson lee = submission.server().person("lee");
            smtp.submits(hong.address(), lee.address(), "From: <" + hong.address() + ">\r\n\r\nnow")
                    .says("250 2.6.0");
            submission.arrivals().only(lee.address());
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                submission.arrivals().only(kim.address()).body())
                        .contains("later"));
        // A time is told in whole seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(SECONDS - 1));
    }

    @Test
    void aMessageIsHeldForSeconds() {
        isHeld(" HOLDFOR=" + SECONDS);
    }

    @Test
    void aMessageIsHeldUntilATime() {
        isHeld(" HOLDUNTIL=" + CLOCK.instant().plusSeconds(SECONDS).truncatedTo(ChronoUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDFOR=",
                "HOLDFOR=0",
                "HOLDFOR=-1",
                "HOLDFOR=1.5",
                "HOLDFOR=604801",
                "HOLDFOR=99999999999999999999",
                "HOLDUNTIL=",
                "HOLDUNTIL=tomorrow",
                "HOLDUNTIL=2020-01-01T00:00:00Z",
                "HOLDUNTIL=2099-01-01T00:00:00Z",
                "HOLDUNTIL=2026-13-01T00:00:00Z",
                "HOLDFOR=5 HOLDUNTIL=2099-01-01T00:00:00Z"
            })
    void whatIsNoTimeAheadIsRefusedAndTheConnectionGoesOn(String parameters) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + "> " + parameters).says("501 5.5.4");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
        }
    }
}
