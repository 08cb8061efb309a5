package io.gongmail.server.enrollment;

import java.time.Duration;
import java.time.Instant;

/**
 * How soon what was handed in is to be decided.
 *
 * @param within counted from when it was handed in last, around the clock
 */
public record ServiceLevel(Duration within) {
    /** How what waits stands against it. */
    public enum Standing {
        IN_TIME,
        /** A quarter of the time is left, or less. */
        DUE_SOON,
        /** It is over. */
        LATE
    }

    /** When it is to be decided at the latest. */
    public Instant due(Instant submitted) {
        return submitted.plus(within);
    }

    /** At {@code now}. */
    public Standing standing(Instant submitted, Instant now) {
        if (now.isAfter(due(submitted))) {
            return Standing.LATE;
        }
        return now.isBefore(due(submitted).minus(within.dividedBy(4))) ? Standing.IN_TIME : Standing.DUE_SOON;
    }
}
