package io.gongmail.pki;

import java.time.Duration;
import java.util.List;

/**
 * Who is asked whether a certificate was revoked, and what holds when nobody can tell. "Revoked" is final whoever says it;
 * only "unavailable" falls through to the next source.
 *
 * @param order the sources, first asked first; at least one
 * @param grace how long after the end of what was last heard a certificate that was good by it stays good while nobody
 *     can be asked; zero refuses at once (hard fail)
 * @param waiting what one judgement may wait for answers from outside, altogether
 */
public record RevocationPolicy(List<RevocationSource> order, Duration grace, Duration waiting) {
    /** Lists in files alone, hard fail. */
    public static final RevocationPolicy FILES_ALONE =
            new RevocationPolicy(List.of(RevocationSource.FILES), Duration.ZERO, Duration.ZERO);

    public RevocationPolicy {
        order = List.copyOf(order);
        if (order.isEmpty() || grace.isNegative() || waiting.isNegative()) {
            throw new IllegalArgumentException("a policy needs a source, and durations that are not negative");
        }
    }
}
