package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.enrollment.Enrollment.Handshake;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.store.registry.ApplicationId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Brings a certificate from the certificate door to an application at the public one. Each way has a number of its own, of 256
 * bits, and is gone once. What comes back counts only in the session that began it: whoever is lured into presenting a
 * certificate for somebody else's application comes back in their own browser, and there it is nobody's. At most 1,000, ten
 * minutes each. Thread-safe.
 *
 * <pre>
 * public door, session S ── begin: number 1 ──▶ certificate door: presented, looked at, number 1 spent
 * public door, session S ◀── number 2, with the certificate ──┘        any other session: nothing
 * </pre>
 */
final class HandOvers {
    private static final int MOST = 1_000;
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int NUMBER_OCTETS = 32;

    private final Clock clock;
    private final SecureRandom random;
    private final Cache<String, Begun> begun =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final Cache<String, Brought> brought =
            Caffeine.newBuilder().maximumSize(MOST).build();

    HandOvers(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** For what a certificate is to be presented. */
    record Begun(Session session, ApplicationId application, Wish wish, Instant at) {}

    /** What was presented for it. */
    record Brought(Begun begun, Handshake handshake) {}

    /** The number to go to the certificate door with. */
    String begin(Session session, ApplicationId application, Wish wish) {
        String number = number();
        begun.put(number, new Begun(session, application, wish, clock.instant()));
        return number;
    }

    /** What was begun with that number, as long as it is good. */
    Optional<Begun> find(String number) {
        return Optional.ofNullable(begun.getIfPresent(number)).filter(one -> isGood(one.at()));
    }

    /** Takes what was presented; the number to come back with. The first number is spent. */
    Optional<String> present(String number, PeerCertificate certificate) {
        return find(number).filter(one -> begun.asMap().remove(number, one)).map(one -> {
            String back = number();
            brought.put(back, new Brought(one, new Handshake(certificate, clock.instant())));
            return back;
        });
    }

    /** What came back with that number to the session that began it; to another nothing. */
    Optional<Brought> returned(String number, Session session) {
        return Optional.ofNullable(brought.getIfPresent(number))
                .filter(one -> one.begun().session() == session)
                .filter(one -> isGood(one.handshake().at()));
    }

    /** The same, once. */
    Optional<Brought> take(String number, Session session) {
        return returned(number, session).filter(one -> brought.asMap().remove(number, one));
    }

    private boolean isGood(Instant at) {
        return clock.instant().isBefore(at.plus(LIFE));
    }

    private String number() {
        byte[] octets = new byte[NUMBER_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
