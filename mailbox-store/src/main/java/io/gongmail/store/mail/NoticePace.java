package io.gongmail.store.mail;

import java.util.concurrent.TimeUnit;

/**
 * How many copies are settled at once in the background, and how long the background rests between: as many each second as are
 * promised and no more, in the smallest batches with which that can be done, since who delivers meanwhile waits for one of them at
 * most. For one thread.
 */
final class NoticePace {
    static final int EACH_SECOND = 4_000;
    static final int LEAST = 16;
    /** 10 ms or so. */
    static final int MOST = 100;

    private int batch = LEAST;

    int batch() {
        return batch;
    }

    /**
     * Takes in how long a batch took, from when it was asked for until it was done.
     *
     * @return nanoseconds to rest
     */
    long took(long nanos) {
        long period = TimeUnit.SECONDS.toNanos(batch) / EACH_SECOND;
        if (nanos > period) {
            batch = Math.min(MOST, batch + batch / 4);
        } else if (nanos < period / 2) {
            batch = Math.max(LEAST, batch - batch / 8);
        }
        return Math.max(0, period - nanos);
    }
}
