package io.gongmail.server.delivery;

import java.time.Duration;

/**
 * How mail is delivered.
 *
 * @param workers mails delivered at once
 * @param firstWait before a mail is tried again; it doubles each time
 * @param longestWait and grows no further than this
 * @param attempts after which the sender is told that it failed
 * @param drain how long closing waits for deliveries that have begun
 */
public record CourierSettings(int workers, Duration firstWait, Duration longestWait, int attempts, Duration drain) {
    private static final Duration LATE = Duration.ofHours(1);

    public CourierSettings {
        if (workers < 1 || attempts < 1 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("workers, attempts and waits are positive");
        }
    }

    /** 8 workers; tried again after 10 s, then doubling up to an hour, 30 times in all: more than a day; 10 s to drain. */
    public static CourierSettings defaults() {
        return new CourierSettings(8, Duration.ofSeconds(10), Duration.ofHours(1), 30, Duration.ofSeconds(10));
    }

    /** The attempt after which a sender who asked for it is told that it takes long: after an hour, or at half of the attempts. */
    int tellsOfDelayAfter() {
        Duration gone = Duration.ZERO;
        for (int attempt = 1; attempt < attempts; attempt++) {
            gone = gone.plus(waitBefore(attempt));
            if (gone.compareTo(LATE) >= 0) {
                return attempt + 1;
            }
        }
        return Math.max(1, attempts / 2);
    }

    Duration waitBefore(int attempt) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(attempt - 1, 20));
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }
}
