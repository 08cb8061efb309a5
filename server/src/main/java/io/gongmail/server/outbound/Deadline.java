package io.gongmail.server.outbound;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When all of one attempt is over. Thread-safe. */
final class Deadline {
    private final LongSupplier nanos;
    private final long end;

    /** @param nanos a clock that nobody sets, as {@link System#nanoTime} */
    Deadline(LongSupplier nanos, Duration from) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + from.toNanos();
    }

    /** Zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** No longer than it lasts; a millisecond at least, since zero means for ever to sockets. */
    int millis(Duration wanted) {
        Duration shorter = wanted.compareTo(left()) < 0 ? wanted : left();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, shorter.toMillis()));
    }
}
