package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.enrollment.Certificates.Wanted;
import io.gongmail.server.enrollment.Enrollment.Handshake;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a certificate to an account whose owner is at the certificate door with another one already. A browser remembers the
 * certificate it presents to a door, so the new one is presented in a window, a browser or on a computer of its own, and what
 * comes back is a code that the owner types: whoever is lured into presenting a certificate for somebody else's account gives
 * nothing away unless they tell the code as well. One way for each certificate of an owner, at most 1,000, ten minutes each.
 * Thread-safe.
 *
 * <pre>
 * certificate door, old certificate, signed in ── begin: number ──▶ certificate door, new certificate: number spent, code shown
 * certificate door, old certificate, signed in ◀── code, typed ─────┘        with any other certificate, or after 5 tries: nothing
 * </pre>
 */
final class CodedHandOvers {
    private static final int MOST = 1_000;
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int NUMBER_OCTETS = 32;
    /** Without letters and digits that are taken for one another. */
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int CODE_LENGTH = 8;
    private static final int TRIES = 5;

    private final Clock clock;
    private final SecureRandom random;
    private final Cache<UUID, Way> ways =
            Caffeine.newBuilder().maximumSize(MOST).build();

    CodedHandOvers(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** For what a certificate is to be presented: {@code holder} is the one that the owner has. */
    record Begun(UUID holder, Address account, Wanted wanted, Instant at) {}

    /** What was presented for it. */
    record Brought(Begun begun, Handshake handshake) {}

    /** One way, as far as it was gone. */
    private record Way(Begun begun, String number, Optional<Presented> presented) {}

    private record Presented(Handshake handshake, String code, int triesLeft) {}

    /** The number to present the new certificate with; what was begun with this certificate before is gone. */
    String begin(Binding holder, Wanted wanted) {
        byte[] octets = new byte[NUMBER_OCTETS];
        random.nextBytes(octets);
        String number =
                holder.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        Begun begun = new Begun(holder.id(), holder.account(), wanted, clock.instant());
        ways.put(holder.id(), new Way(begun, number, Optional.empty()));
        return number;
    }

    /** What was begun with that number, as long as it is good and nothing was presented for it. */
    Optional<Begun> find(String number) {
        return way(number).map(Way::begun);
    }

    private Optional<Way> way(String number) {
        int dot = number.indexOf('.');
        return Ids.read(dot < 0 ? "" : number.substring(0, dot))
                .flatMap(this::good)
                .filter(way -> way.presented().isEmpty() && isSame(way.number(), number));
    }

    /** Takes what was presented; the code to be typed by who began it. The number is spent. */
    Optional<String> present(String number, PeerCertificate certificate) {
        return way(number).flatMap(way -> {
            String code = code();
            Presented presented = new Presented(new Handshake(certificate, clock.instant()), code, TRIES);
            Way next = new Way(way.begun(), way.number(), Optional.of(presented));
            return ways.asMap().replace(way.begun().holder(), way, next)
                    ? Optional.of(code.substring(0, CODE_LENGTH / 2) + "-" + code.substring(CODE_LENGTH / 2))
                    : Optional.empty();
        });
    }

    /** What was presented, for who began it and types its code; of wrong ones the fifth ends it. */
    Optional<Brought> typed(UUID holder, String code) {
        return tried(holder, code, false);
    }

    /** The same, once. */
    Optional<Brought> take(UUID holder, String code) {
        return tried(holder, code, true);
    }

    private synchronized Optional<Brought> tried(UUID holder, String code, boolean spends) {
        Optional<Way> found = good(holder).filter(way -> way.presented().isPresent());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Way way = found.get();
        Presented presented = way.presented().orElseThrow();
        boolean right = isSame(presented.code(), code.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", ""));
        if (right && !spends) {
            return Optional.of(new Brought(way.begun(), presented.handshake()));
        }
        if (right || presented.triesLeft() <= 1) {
            return ways.asMap().remove(holder, way) && right
                    ? Optional.of(new Brought(way.begun(), presented.handshake()))
                    : Optional.empty();
        }
        Presented less = new Presented(presented.handshake(), presented.code(), presented.triesLeft() - 1);
        ways.asMap().replace(holder, way, new Way(way.begun(), way.number(), Optional.of(less)));
        return Optional.empty();
    }

    private Optional<Way> good(UUID holder) {
        return Optional.ofNullable(ways.getIfPresent(holder))
                .filter(way -> clock.instant().isBefore(way.begun().at().plus(LIFE)));
    }

    private static boolean isSame(String kept, String brought) {
        return MessageDigest.isEqual(
                kept.getBytes(StandardCharsets.US_ASCII), brought.getBytes(StandardCharsets.UTF_8));
    }

    private String code() {
        StringBuilder code = new StringBuilder(CODE_LENGTH);
        for (int i = 0; i < CODE_LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
