package io.gongmail.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A long piece of work that nobody is to wait for but who asked for it: done in slices, between which its thread rests for longer than it
 * worked, so that whoever has little to do finds a processor, the disk and the collector free. For one thread, once.
 */
public final class Slices {
    /** Shorter slices cost more than they give. */
    static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** However long a slice took, which may have waited for others itself. */
    static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /** Times as long as it worked. */
    static final int FOR_OTHERS = 2;

    private final LongSupplier nanos;
    private final LongConsumer rest;
    private long begun;

    /**
     * Begins.
     *
     * @param nanos as {@link System#nanoTime}
     * @param rest rests for so many nanoseconds
     */
    public Slices(LongSupplier nanos, LongConsumer rest) {
        this.nanos = nanos;
        this.rest = rest;
        this.begun = nanos.getAsLong();
    }

    /** Begins. */
    public static Slices begin() {
        return new Slices(System::nanoTime, LockSupport::parkNanos);
    }

    /** Begins what others wait for: it never rests. */
    public static Slices unbroken() {
        return new Slices(() -> 0, nanos -> {});
    }

    /** One more step is done, another follows, and nothing is held that others wait for: rests where that made a slice. */
    public void step() {
        long worked = nanos.getAsLong() - begun;
        if (worked >= LEAST_NANOS) {
            rest.accept(Math.min(FOR_OTHERS * worked, LONGEST_REST_NANOS));
            begun = nanos.getAsLong();
        }
    }
}
