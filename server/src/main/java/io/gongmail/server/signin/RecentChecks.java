package io.gongmail.server.signin;

import java.util.random.RandomGenerator;

/** How long the last real password checks took, so that an answer without one can take as long. Thread-safe. */
final class RecentChecks {
    private static final int KEPT = 32;
    private final long[] nanos = new long[KEPT];
    private final RandomGenerator random;
    private int known;
    private int next;

    /** @param first stands for all until a real check has been seen */
    RecentChecks(long first, RandomGenerator random) {
        this.random = random;
        add(first);
    }

    synchronized void add(long took) {
        nanos[next] = took;
        next = (next + 1) % KEPT;
        known = Math.min(known + 1, KEPT);
    }

    /** One of them, by chance: so the answers' lengths are distributed as those of the real checks. */
    synchronized long any() {
        return nanos[random.nextInt(known)];
    }
}
