package io.gongmail.store.mail.content;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What must not go: what a sweep saw a reference to, and what somebody asked for, lately or since that sweep began. Who asks first
 * claims and then looks; who removes first condemns and then looks for claims: one of them sees the other. Thread-safe.
 */
final class Claims {
    /** 2 MiB for each generation; more than a million claims within the grace begin to keep what nobody claimed. */
    private static final int LATELY_LOG2 = 24;

    private final long grace;
    private final LongSupplier nanos;
    private final long opened;
    private final Set<Sha256> condemned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Bloom swept;
    private volatile Generations lately;

    /** What was claimed since {@code from}, and in the grace before that. */
    private record Generations(long from, Bloom young, Bloom old) {}

    /** @param nanos as {@link System#nanoTime} */
    Claims(Duration grace, LongSupplier nanos) {
        this.grace = grace.toNanos();
        this.nanos = nanos;
        this.opened = nanos.getAsLong();
        this.lately = new Generations(opened, fresh(), fresh());
    }

    private Bloom fresh() {
        return new Bloom(grace == 0 ? 6 : LATELY_LOG2, 1);
    }

    /** Whoever has returned from here finds the content where it is, or not at all. */
    void claim(Sha256 hash) {
        Bloom sweep = swept;
        if (sweep != null) {
            sweep.add(hash);
        }
        if (grace > 0) {
            generations().young().add(hash);
        }
        if (condemned.contains(hash)) {
            awaitRelease(hash);
        }
    }

    private Generations generations() {
        Generations known = lately;
        return nanos.getAsLong() - known.from() < grace ? known : turn();
    }

    private synchronized Generations turn() {
        Generations known = lately;
        long now = nanos.getAsLong();
        if (now - known.from() >= grace) {
            Bloom old = now - known.from() < 2 * grace ? known.young() : fresh();
            lately = new Generations(now, fresh(), old);
        }
        return lately;
    }

    private synchronized void awaitRelease(Sha256 hash) {
        boolean interrupted = false;
        while (condemned.contains(hash)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on claims are kept in {@code sweep}, too. */
    void begin(Bloom sweep) {
        swept = sweep;
    }

    /** For this sweep alone. */
    void keep(Sha256 hash) {
        Bloom sweep = swept;
        if (sweep != null) {
            sweep.add(hash);
        }
    }

    void end() {
        swept = null;
    }

    /** For the sweep that has begun. What was claimed before the store was opened nobody knows: the grace runs from there. */
    boolean isClaimed(Sha256 hash) {
        Bloom sweep = swept;
        if (sweep == null || sweep.mayHold(hash)) {
            return true;
        }
        if (grace == 0) {
            return false;
        }
        Generations known = generations();
        return nanos.getAsLong() - opened < grace
                || known.young().mayHold(hash)
                || known.old().mayHold(hash);
    }

    /** Those of {@code hashes} that may go: until they are released, who asks for them waits. */
    Set<Sha256> condemn(Iterable<Sha256> hashes) {
        Set<Sha256> going = new HashSet<>();
        Set<Sha256> staying = new HashSet<>();
        for (Sha256 hash : hashes) {
            condemned.add(hash);
            (isClaimed(hash) ? staying : going).add(hash);
        }
        release(staying);
        return going;
    }

    synchronized void release(Set<Sha256> hashes) {
        condemned.removeAll(hashes);
        notifyAll();
    }
}
