package io.gongmail.server.notice.posting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What was found out last, for twenty times as long as that took and no longer than a bound: whoever asks again and again is told something
 * recent, and costs a twentieth of one core at most. Asked by many at once for the same, it is found out once. Thread-safe.
 */
public final class Remembered<K, V> {
    private static final int TIMES = 20;

    private record Found<V>(Optional<V> value, long nanos) {}

    private final Cache<K, Found<V>> found;
    private final LongSupplier nanos;

    /**
     * @param most answers, as {@code weight} counts them; one that is heavier alone is not kept
     * @param longest that one is kept
     * @param nanos {@code System::nanoTime}, or a test's
     */
    public Remembered(int most, Function<V, Integer> weight, Duration longest, LongSupplier nanos) {
        this.nanos = nanos;
        this.found = Caffeine.newBuilder()
                .maximumWeight(most)
                .<K, Found<V>>weigher((key, value) -> value.value().map(weight).orElse(0))
                .expireAfter(Expiry.<K, Found<V>>writing((key, value) -> kept(value, longest)))
                .ticker(nanos::getAsLong)
                // What nobody asks for any more is not held either.
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .build();
    }

    private static Duration kept(Found<?> found, Duration longest) {
        Duration kept =
                Duration.ofNanos(found.nanos()).multipliedBy(found.value().isPresent() ? TIMES : 0);
        return kept.compareTo(longest) > 0 ? longest : kept;
    }

    /** What is remembered, or is found out now; empty answers are not remembered. */
    public Optional<V> get(K key, Function<K, Optional<V>> findOut) {
        return found.get(key, wanted -> timed(wanted, findOut)).value();
    }

    private Found<V> timed(K key, Function<K, Optional<V>> findOut) {
        long began = nanos.getAsLong();
        Optional<V> value = findOut.apply(key);
        return new Found<>(value, nanos.getAsLong() - began);
    }

    /** What is asked next is found out anew, also where somebody is finding it out now. */
    public void forget(K key) {
        found.invalidate(key);
    }
}
