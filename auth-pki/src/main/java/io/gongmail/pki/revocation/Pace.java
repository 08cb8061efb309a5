package io.gongmail.pki.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a point is looked at again: after three quarters of what its list has left at the latest, so well before it ends;
 * after failures in doubling steps, up to five minutes. A part of it is chance, so that points do not march in step.
 */
final class Pace {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration FIRST_STEP = Duration.ofSeconds(1);
    private static final Duration LONGEST_STEP = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;

    private final Duration refresh;
    private final RandomGenerator random;

    Pace(Duration refresh, RandomGenerator random) {
        this.refresh = refresh;
        this.random = random;
    }

    Duration untilNextLook(Instant now, @Nullable Instant nextUpdate) {
        Duration longest = refresh;
        if (nextUpdate != null) {
            longest = shorter(
                    longest, Duration.between(now, nextUpdate).multipliedBy(3).dividedBy(4));
        }
        Duration shortest = shorter(refresh, SHORTEST);
        return share(longest.compareTo(shortest) < 0 ? shortest : longest, 0.8);
    }

    Duration afterFailures(int failures) {
        Duration step = FIRST_STEP.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return share(shorter(step, LONGEST_STEP), 0.5);
    }

    /** Some time within the first minute, so that what a restart finds is not all asked for at once. */
    Duration afterRestart() {
        return share(shorter(refresh, Duration.ofMinutes(1)), 0);
    }

    private Duration share(Duration whole, double least) {
        return Duration.ofMillis((long) (whole.toMillis() * (least + (1 - least) * random.nextDouble())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
