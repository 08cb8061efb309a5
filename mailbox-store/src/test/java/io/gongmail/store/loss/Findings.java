package io.gongmail.store.loss;

import java.util.ArrayList;
import java.util.List;

/** What should not be. Thread-safe. */
final class Findings {
    /** What kind it is of. */
    enum Kind {
        LOST,
        DOUBLED,
        VIOLATED
    }

    record Finding(Kind kind, String what) {}

    private final List<Finding> all = new ArrayList<>();

    synchronized void add(Kind kind, String what) {
        all.add(new Finding(kind, what));
    }

    synchronized void addAll(List<Finding> others) {
        all.addAll(others);
    }

    synchronized List<Finding> all() {
        return List.copyOf(all);
    }
}
