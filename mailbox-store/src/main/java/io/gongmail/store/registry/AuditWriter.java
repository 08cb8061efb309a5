package io.gongmail.store.registry;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Group commit: one thread takes what is waiting, at most 500 at once, and writes it in one transaction. Nobody waits for
 * a batch to fill.
 */
final class AuditWriter {
    private static final int LARGEST_BATCH = 500;

    /** One event on its way. */
    record Pending(AuditEvent event, Instant at, CompletableFuture<Long> number) {}

    private final BlockingQueue<Pending> queue;
    private final ToLongFunction<List<Pending>> write;
    private final Thread thread;
    private boolean closed;

    /** @param write writes all or none, and returns the number of the first */
    AuditWriter(int capacity, ToLongFunction<List<Pending>> write) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.write = write;
        this.thread = new Thread(this::run, "audit-writer");
        thread.setDaemon(true);
        thread.start();
    }

    CompletableFuture<Long> put(Pending pending) {
        // Under the lock, so that nothing is put behind the writer's last look.
        synchronized (this) {
            if (closed) {
                pending.number().completeExceptionally(new StoreException(Kind.BUSY, "the audit trail is closed"));
            } else if (!queue.offer(pending)) {
                pending.number()
                        .completeExceptionally(new StoreException(Kind.BUSY, "the audit trail's queue is full"));
            }
        }
        return pending.number();
    }

    private void run() {
        List<Pending> batch = new ArrayList<>();
        while (true) {
            try {
                Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (isDone()) {
                        return;
                    }
                    continue;
                }
                batch.add(first);
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and close() does not interrupt.
                continue;
            }
            queue.drainTo(batch, LARGEST_BATCH - 1);
            write(batch);
            batch.clear();
        }
    }

    private synchronized boolean isDone() {
        return closed && queue.isEmpty();
    }

    private void write(List<Pending> batch) {
        long number;
        try {
            number = write.applyAsLong(List.copyOf(batch));
        } catch (RuntimeException | Error e) {
            StoreException told = Database.told(e);
            batch.forEach(pending -> pending.number().completeExceptionally(told));
            return;
        }
        for (Pending pending : batch) {
            pending.number().complete(number++);
        }
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            // What is written last has the database's own bounds on waiting; this one is only for a broken one.
            thread.join(TimeUnit.MINUTES.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
