package io.gongmail.pki.revocation;

import java.time.Duration;

/** Time that may be spent waiting, running out as it passes. */
public final class Patience {
    /** None: what is at hand must do. */
    public static final Patience NONE = new Patience(System.nanoTime());

    private final long end;

    private Patience(long end) {
        this.end = end;
    }

    /** From now on. */
    public static Patience of(Duration duration) {
        return new Patience(System.nanoTime() + duration.toNanos());
    }

    /** What is left, never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** An equal part of what is left, for one of {@code parts} that come one after another. */
    public Patience part(int parts) {
        return of(left().dividedBy(parts));
    }
}
