package io.gongmail.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Which destinations did not answer and are left alone for a while, whatever waits for them. In memory alone: after a restart each is
 * tried. Bounded; thread-safe.
 */
final class Away {
    private static final long MOST = 10_000;

    private final OutwardSettings settings;
    private final Clock clock;
    private final Cache<String, Gone> destinations =
            Caffeine.newBuilder().maximumSize(MOST).build();

    Away(OutwardSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One that is left alone.
     *
     * @param failures in a row
     * @param last how it failed
     */
    record Gone(int failures, Instant until, Given.Later last) {}

    /** Empty where it may be tried. */
    Optional<Gone> of(String destination) {
        return Optional.ofNullable(destinations.getIfPresent(destination)).filter(this::isStill);
    }

    private boolean isStill(Gone gone) {
        return gone.until().isAfter(clock.instant());
    }

    /** It did not answer. Of several who find that out at once the first counts. */
    void failed(String destination, Given.Later how) {
        destinations.asMap().compute(destination, (name, before) -> {
            if (before != null && isStill(before)) {
                return before;
            }
            int failures = before == null ? 1 : before.failures() + 1;
            return new Gone(failures, clock.instant().plus(settings.awayAfter(failures)), how);
        });
    }

    /** It answered, whatever it was. */
    void answered(String destination) {
        destinations.invalidate(destination);
    }
}
