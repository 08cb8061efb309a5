package io.gongmail.server.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what failed under each of a bounded number of names, within a window that starts with a name's first failure: how
 * often, and how many different things. Time is the running one, so that no jump of the clock lengthens a window.
 * Thread-safe.
 */
final class Failures {
    private final int mostDifferent;
    private final int mostTimes;
    private final long window;
    private final LongSupplier nanos;
    private final Cache<String, Counted> byName;

    private record Counted(long since, int times, Set<Long> different) {}

    /**
     * @param mostDifferent different things that fill a name
     * @param mostTimes failures that fill it, the same thing again included
     * @param names those little used are forgotten first
     */
    Failures(int mostDifferent, int mostTimes, Duration window, int names, LongSupplier nanos) {
        this.mostDifferent = mostDifferent;
        this.mostTimes = mostTimes;
        this.window = window.toNanos();
        this.nanos = nanos;
        this.byName = Caffeine.newBuilder()
                .maximumSize(names)
                .expireAfterWrite(window)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Counts one; true when it is the one that fills {@code name}. */
    boolean add(String name, long what) {
        boolean[] fills = {false};
        byName.asMap().compute(name, (same, known) -> {
            Counted before = known == null || isOver(known) ? new Counted(nanos.getAsLong(), 0, Set.of()) : known;
            Counted after = new Counted(
                    before.since(), Math.min(before.times() + 1, mostTimes), with(before.different(), what));
            fills[0] = !isFull(before) && isFull(after);
            return after;
        });
        return fills[0];
    }

    private Set<Long> with(Set<Long> different, long what) {
        return different.size() >= mostDifferent || different.contains(what)
                ? different
                : Stream.concat(different.stream(), Stream.of(what)).collect(Collectors.toUnmodifiableSet());
    }

    boolean isFull(String name) {
        Counted counted = counted(name);
        return counted != null && isFull(counted);
    }

    /** Whether {@code what} has failed under {@code name}; of those after it was full it may say no. */
    boolean has(String name, long what) {
        Counted counted = counted(name);
        return counted != null && counted.different().contains(what);
    }

    void forget(String name) {
        byName.invalidate(name);
    }

    /** How many names are remembered. */
    long names() {
        byName.cleanUp();
        return byName.estimatedSize();
    }

    private @Nullable Counted counted(String name) {
        Counted known = byName.getIfPresent(name);
        return known == null || isOver(known) ? null : known;
    }

    private boolean isOver(Counted counted) {
        return nanos.getAsLong() - counted.since() >= window;
    }

    private boolean isFull(Counted counted) {
        return counted.different().size() >= mostDifferent || counted.times() >= mostTimes;
    }
}
