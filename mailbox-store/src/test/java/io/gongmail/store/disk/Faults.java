package io.gongmail.store.disk;

import java.util.Random;

/**
 * What goes wrong during one boot, by the number of the operation (each write, sync and change of a name counts).
 *
 * @param random for what is left to chance
 * @param crashAt the operation in which programs die; all later ones fail
 * @param failSyncAt the first sync from this operation on fails
 * @param fullFrom from this operation on nothing grows …
 * @param fullUntil … up to this one
 */
public record Faults(Random random, long crashAt, long failSyncAt, long fullFrom, long fullUntil) {
    private static final long NEVER = Long.MAX_VALUE;

    /** A disk as it should be. */
    public static Faults none() {
        return new Faults(new Random(0), NEVER, NEVER, NEVER, NEVER);
    }

    boolean isNone() {
        return crashAt == NEVER && failSyncAt == NEVER && fullFrom == NEVER;
    }

    /** A crash and nothing else. */
    public static Faults crash(Random random, long at) {
        return new Faults(random, at, NEVER, NEVER, NEVER);
    }

    /** A sync that fails, once. */
    public static Faults failedSync(Random random, long at) {
        return new Faults(random, NEVER, at, NEVER, NEVER);
    }

    /** A disk that is full for a while. */
    public static Faults full(Random random, long from, long until) {
        return new Faults(random, NEVER, NEVER, from, until);
    }
}
