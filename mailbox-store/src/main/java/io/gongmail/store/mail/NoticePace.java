package io.gongmail.store.mail;

import java.util.concurrent.TimeUnit;

/**
 * How many copies are settled at once in the background, and how long the background rests between. While nobody else changes anything:
 * as many each second as are promised and no more, in the smallest batches with which that can be done. While others do: small
 * batches, and nine times as long as each took is theirs alone, since whoever delivers meanwhile waits for one of them, and for the disk
 * that it used. Nobody waits for a copy: it is made before its owner looks. For one thread.
 */
final class NoticePace {
    static final int EACH_SECOND = 4_000;
    /** However busy others are. */
    static final int AT_LEAST_EACH_SECOND = 100;

    static final int LEAST = 16;
    /** 10 ms or so. */
    static final int MOST = 100;

    /** Times as long as a batch took. */
    private static final int FOR_OTHERS = 9;

    private int batch = LEAST;

    int batch() {
        return batch;
    }

    /**
     * Takes in how long a batch took, from when it was asked for until it was done.
     *
     * @param others whether others change something, too
     * @return nanoseconds to rest
     */
    long took(long nanos, boolean others) {
        if (others) {
            long longest = TimeUnit.SECONDS.toNanos(batch) / AT_LEAST_EACH_SECOND - nanos;
            batch = LEAST;
            return Math.max(0, Math.min(longest, FOR_OTHERS * nanos));
        }
        long period = TimeUnit.SECONDS.toNanos(batch) / EACH_SECOND;
        if (nanos > period) {
            batch = Math.min(MOST, batch + batch / 4);
        } else if (nanos < period / 2) {
            batch = Math.max(LEAST, batch - batch / 8);
        }
        return Math.max(0, period - nanos);
    }
}
