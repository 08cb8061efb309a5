package io.gongmail.store.mail.queue;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes {@code queue_item}: it takes all that wait, up to a bound, and commits them together. There
 * is no artificial delay: the commit before is the time in which the next batch gathers.
 */
final class QueueWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWriter.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private record Order(Change change, Runnable whenDurable, CompletableFuture<Void> durable) {}

    private final QueueTable table;
    private final QueueSettings settings;
    private final BlockingQueue<Order> orders;
    private final Thread thread;
    private volatile boolean closing;

    QueueWriter(QueueTable table, QueueSettings settings) {
        this.table = table;
        this.settings = settings;
        this.orders = new ArrayBlockingQueue<>(settings.waiting());
        this.thread = new Thread(this::run, "queue-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for room, bounded, and returns at once then.
     *
     * @param whenDurable runs on the writer's thread after the commit and before the future completes; must be short
     */
    CompletableFuture<Void> write(Change change, Runnable whenDurable) {
        Order order = new Order(change, whenDurable, new CompletableFuture<>());
        try {
            if (closing) {
                throw new StoreException(Kind.BUSY, "the mail queue is closed");
            }
            if (!orders.offer(order, settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(Kind.BUSY, "the writer of the mail queue is overloaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.BUSY, "interrupted while waiting for the mail queue", e);
        }
        return order.durable();
    }

    private void run() {
        List<Order> batch = new ArrayList<>(settings.batch());
        while (!closing || !orders.isEmpty()) {
            try {
                Order first = orders.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                orders.drainTo(batch, settings.batch() - 1);
                commit(batch);
                batch.clear();
            } catch (InterruptedException e) {
                LOG.debug("nobody should interrupt the writer of the mail queue", e);
            }
        }
        List<Order> late = new ArrayList<>();
        orders.drainTo(late);
        late.forEach(order -> order.durable()
                .completeExceptionally(
                        new StoreException(Kind.BUSY, "the mail queue was closed before this was written")));
    }

    private void commit(List<Order> batch) {
        try {
            table.apply(batch.stream().map(Order::change).toList());
        } catch (RuntimeException | Error e) {
            if (batch.size() > 1) {
                // One that cannot be written must not take the others with it.
                LOG.debug("a batch of {} failed, going one by one", batch.size(), e);
                batch.forEach(order -> commit(List.of(order)));
            } else {
                batch.get(0).durable().completeExceptionally(e);
            }
            return;
        }
        for (Order order : batch) {
            try {
                order.whenDurable().run();
            } catch (RuntimeException | Error e) {
                LOG.error("G-900 after a commit of the mail queue", e);
            }
            order.durable().complete(null);
        }
    }

    /** Writes what waits, refuses what comes, and returns when the thread ended. */
    @Override
    public void close() {
        closing = true;
        // Wakes the thread; when there is no room it is awake.
        orders.offer(new Order(new Change.Gone(List.of()), () -> {}, new CompletableFuture<>()));
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
