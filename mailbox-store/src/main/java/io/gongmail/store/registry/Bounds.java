package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What text and times must be to fit into the tables. */
final class Bounds {
    private Bounds() {}

    /** {@code text} must have at most {@code longest} characters and no control characters. */
    static void text(String what, String text, int longest) {
        if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + ": at most " + longest + " characters, no control characters");
        }
    }

    /** As {@link #text}, and not blank. */
    static void some(String what, String text, int longest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        text(what, text, longest);
    }

    /** A certificate that fits into the tables; the issuer's name is compared whole, so it is kept whole. */
    static void certificate(CertificateKey key, String subject) {
        if (key.issuer().length() > 1_600 || key.serial().bitLength() > 160) {
            throw new IllegalArgumentException("issuer or serial number too long");
        }
        text("subject", subject, 800);
    }

    static int limit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException("limit: 1 to " + most);
        }
        return limit;
    }

    /** {@code time} as the tables keep it, so that a value equals what is read back. */
    static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
