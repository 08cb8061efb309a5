package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-24T09:00:00Z"));
    private final Throttle throttle = new Throttle(3, WINDOW, 2, clock);
    private final CertificateKey one = key('1');
    private final CertificateKey two = key('2');
    private final CertificateKey three = key('3');

    private static CertificateKey key(char digit) {
        // All of one issuer, number and key: only the certificate itself tells them apart.
        return new CertificateKey(
                "30", BigInteger.ONE, "a".repeat(64), String.valueOf(digit).repeat(64));
    }

    @Test
    void theFailureThatReachesTheBoundCloses() {
        assertThat(throttle.isClosed(one)).isFalse();
        assertThat(throttle.failed(one)).isFalse();
        assertThat(throttle.failed(one)).isFalse();
        assertThat(throttle.isClosed(one)).isFalse();
        assertThat(throttle.failed(one)).isTrue();
        assertThat(throttle.isClosed(one)).isTrue();
    }

    @Test
    void itClosesOnce() {
        close(one);
        assertThat(throttle.failed(one)).isFalse();
        assertThat(throttle.isClosed(one)).isTrue();
    }

    @Test
    void theWindowIsCountedFromTheFirstFailure() {
        throttle.failed(one);
        clock.turn(WINDOW.minusNanos(1));
        throttle.failed(one);
        throttle.failed(one);
        assertThat(throttle.isClosed(one)).isTrue();

        clock.turn(Duration.ofNanos(1));
        assertThat(throttle.isClosed(one)).isFalse();
    }

    @Test
    void aFailureAfterTheWindowIsTheFirstOfANewOne() {
        throttle.failed(one);
        throttle.failed(one);
        clock.turn(WINDOW);
        assertThat(throttle.failed(one)).isFalse();
        assertThat(throttle.failed(one)).isFalse();
        assertThat(throttle.failed(one)).isTrue();
    }

    @Test
    void successForgivesOneCertificateAndNoOther() {
        close(one);
        close(two);
        throttle.succeeded(one);
        assertThat(throttle.isClosed(one)).isFalse();
        assertThat(throttle.isClosed(two)).isTrue();
    }

    @Test
    void theCertificateLongestUnusedIsForgottenFirst() {
        close(one);
        close(two);
        assertThat(throttle.isClosed(one)).isTrue();

        close(three);

        assertThat(throttle.isClosed(three)).isTrue();
        assertThat(throttle.isClosed(one)).isTrue();
        assertThat(throttle.isClosed(two)).isFalse();
    }

    private void close(CertificateKey key) {
        throttle.failed(key);
        throttle.failed(key);
        assertThat(throttle.failed(key)).isTrue();
    }
}
