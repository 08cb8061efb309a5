package io.gongmail.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What an inspection found wrong, each thing once however often it is looked at. Thread-safe. */
final class Findings {
    /** Kinds of fault. */
    enum Kind {
        LOST,
        DUPLICATED,
        ALTERED,
        UID_VIOLATION,
        /** An acknowledged step of an application is not there. */
        STEP_LOST,
        /** An application that cannot go on. */
        STUCK,
        /** An account that lacks something, or is there too early. */
        HALF_PROVISIONED
    }

    private final List<Set<String>> found = new ArrayList<>();

    private final Set<String> told = new ConcurrentSkipListSet<>();

    Findings() {
        for (int i = 0; i < Kind.values().length; i++) {
            found.add(new ConcurrentSkipListSet<>());
        }
    }

    void add(Kind kind, String what) {
        found.get(kind.ordinal()).add(what);
    }

    /** Tells what was not told yet, at most 20 of a kind. */
    void tellNew(PrintWriter out) {
        for (Kind kind : Kind.values()) {
            of(kind).stream()
                    .filter(what -> told.add(kind + ": " + what))
                    .limit(20)
                    .forEach(what -> out.println(kind + ": " + what));
        }
        out.flush();
    }

    Set<String> of(Kind kind) {
        return found.get(kind.ordinal());
    }

    boolean isEmpty() {
        return found.stream().allMatch(Set::isEmpty);
    }
}
