package io.gongmail.server.imap;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are compressed, each of which holds up to 300 KiB outside the heap, and how many may be. Thread-safe. */
final class CompressedConnections {
    private final int most;
    private final AtomicInteger now = new AtomicInteger();

    /** @param most 0 where none may be */
    CompressedConnections(int most) {
        this.most = most;
    }

    boolean areAllowed() {
        return most > 0;
    }

    /** Counts one more, if it may be; who was counted is to be {@link #free}d once. */
    boolean take() {
        return now.getAndUpdate(n -> n < most ? n + 1 : n) < most;
    }

    void free() {
        now.decrementAndGet();
    }

    int now() {
        return now.get();
    }
}
