package io.gongmail.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long pages took, and what went wrong. Thread-safe. */
final class PageTimes {
    private final List<Long> nanos = new ArrayList<>();
    private int failed;
    private @Nullable String firstFailure;

    synchronized void took(long took) {
        nanos.add(took);
    }

    synchronized void failed(String why) {
        failed++;
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    synchronized int pages() {
        return nanos.size();
    }

    synchronized int failures() {
        return failed;
    }

    synchronized Optional<String> firstFailure() {
        return Optional.ofNullable(firstFailure);
    }

    /** How long it took all but the slowest, in milliseconds: the nearest rank; NaN when there was none. */
    synchronized double milliseconds(double share) {
        if (nanos.isEmpty()) {
            return Double.NaN;
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1)) / 1e6;
    }
}
