package io.gongmail.store.mail.content;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** References that are being made, by generations, so that a sweep can wait for all that were begun before it. Thread-safe. */
final class Entering {
    private static final class Generation {
        private int open;
    }

    private Generation current = new Generation();
    private final List<Generation> earlier = new ArrayList<>();

    synchronized Entry enter() {
        Generation mine = current;
        mine.open++;
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                leave(mine);
            }
        };
    }

    private synchronized void leave(Generation mine) {
        mine.open--;
        if (mine.open == 0) {
            notifyAll();
        }
    }

    /** Waits until all that entered before this call have left; false when they have not within {@code patience}. */
    synchronized boolean awaitThoseBefore(Duration patience) throws InterruptedException {
        earlier.add(current);
        current = new Generation();
        long end = System.nanoTime() + patience.toNanos();
        earlier.removeIf(generation -> generation.open == 0);
        while (!earlier.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
            earlier.removeIf(generation -> generation.open == 0);
        }
        return true;
    }
}
