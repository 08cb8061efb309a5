package io.gongmail.server.enrollment;

import io.gongmail.store.registry.ApplicationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is begun and not finished, in memory: one thing for an application, at most 1,000 in all. When there are more, the one
 * begun longest ago goes, and its person begins again. Thread-safe.
 */
final class UnderWay<T> {
    private static final int MOST = 1_000;

    private final Map<ApplicationId, T> begun = new LinkedHashMap<>();

    /** In place of what was begun before. */
    synchronized void begin(ApplicationId id, T what) {
        begun.remove(id);
        if (begun.size() >= MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        begun.put(id, what);
    }

    synchronized Optional<T> find(ApplicationId id) {
        return Optional.ofNullable(begun.get(id));
    }

    /** Ends it; of several who try at once, one gets it. */
    synchronized Optional<T> take(ApplicationId id) {
        return Optional.ofNullable(begun.remove(id));
    }

    /** Ends it if it is still this one. */
    synchronized boolean take(ApplicationId id, T what) {
        return begun.remove(id, what);
    }
}
