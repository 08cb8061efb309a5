package io.gongmail.server.enrollment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is begun and not finished, in memory: one thing for a key, at most 1,000 in all. When there are more, the one begun
 * longest ago goes, and its person begins again. Thread-safe.
 *
 * @param <K> an application, or a one-time number
 */
final class UnderWay<K, T> {
    private static final int MOST = 1_000;

    private final Map<K, T> begun = new LinkedHashMap<>();

    /** In place of what was begun before. */
    synchronized void begin(K id, T what) {
        begun.remove(id);
        if (begun.size() >= MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        begun.put(id, what);
    }

    synchronized Optional<T> find(K id) {
        return Optional.ofNullable(begun.get(id));
    }

    /** Ends it; of several who try at once, one gets it. */
    synchronized Optional<T> take(K id) {
        return Optional.ofNullable(begun.remove(id));
    }

    /** Ends it if it is still this one. */
    synchronized boolean take(K id, T what) {
        return begun.remove(id, what);
    }
}
