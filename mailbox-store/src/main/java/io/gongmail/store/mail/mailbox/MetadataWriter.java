package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes mailbox tables: takes what waits, does it in one transaction, commits, then answers. When
 * one change of a batch fails, the batch is undone and each is done alone, so that it fails alone. Parts of large jobs are
 * done one at a time, each after all else that waits: who delivers meanwhile waits for one of them at most. Bounded by its
 * queues; who finds no room for 30 s is told BUSY.
 */
final class MetadataWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataWriter.class);
    private static final int BATCH = 256;
    private static final int ATTEMPTS = 8;
    private static final long PATIENCE_SECONDS = 30;

    /** A change. It may be run several times, and has no effect but through {@code writing}. */
    @FunctionalInterface
    interface Change<T> {
        T in(Writing writing) throws SQLException, MailboxException;
    }

    private static final class Waiting<T> {
        private final Change<T> change;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T result;

        Waiting(Change<T> change) {
            this.change = change;
        }

        void run(Writing writing) throws SQLException, MailboxException {
            result = change.in(writing);
        }

        @SuppressWarnings("NullAway") // a change may answer null where its T allows it
        void done() {
            answer.complete(result);
        }
    }

    private final Supplier<Connection> connections;
    private final Predicate<Throwable> worthAnother;
    private final Committed.Observer observer;
    private final Clock clock;
    private final ContentStore content;
    private final BlockingQueue<Waiting<?>> queue;
    private final BlockingQueue<Waiting<?>> parts;
    /** Wakes the thread: there is something in one of the queues. */
    private final Semaphore arrived = new Semaphore(0);

    private final Thread thread;
    private volatile boolean closing;
    private volatile long lastAsked = System.nanoTime();
    private @Nullable Writing writing;

    /** @param worthAnother whether what failed, and was undone, is to be tried again, as {@link Database#isWorthAnother} */
    MetadataWriter(
            Supplier<Connection> connections,
            Predicate<Throwable> worthAnother,
            ContentStore content,
            int capacity,
            Committed.Observer observer,
            Clock clock) {
        this.clock = clock;
        this.content = content;
        this.connections = connections;
        this.worthAnother = worthAnother;
        this.observer = observer;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.parts = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::run, "metadata-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes after the commit; fails with a {@link MailboxException} or a {@link StoreException}. */
    <T> CompletableFuture<T> submit(Change<T> change) {
        lastAsked = System.nanoTime();
        return submit(change, queue);
    }

    /** When somebody last asked for a change that was no part of a large job, by {@link System#nanoTime}. */
    long lastAsked() {
        return lastAsked;
    }

    /** The same for one part of a job that has many. */
    <T> CompletableFuture<T> submitPart(Change<T> change) {
        return submit(change, parts);
    }

    /** Has a change made of which nobody hears, unless there is no room, or this is closing; whether it will be tried. */
    boolean submitIfRoom(Change<?> change) {
        lastAsked = System.nanoTime();
        boolean taken = !closing && queue.offer(new Waiting<>(change));
        if (taken) {
            arrived.release();
        }
        return taken;
    }

    private <T> CompletableFuture<T> submit(Change<T> change, BlockingQueue<Waiting<?>> to) {
        Waiting<T> waiting = new Waiting<>(change);
        try {
            if (closing || !to.offer(waiting, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException(
                        Kind.BUSY, closing ? "the mail store is closing" : "the metadata queue is full");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.BUSY, "interrupted while waiting for the metadata writer", e);
        }
        arrived.release();
        return waiting.answer;
    }

    /** Does {@code change} and waits for its commit. */
    <T> T run(Change<T> change) throws MailboxException {
        return told(submit(change));
    }

    /** Does one part of a job that has many, and waits for its commit. */
    <T> T runPart(Change<T> change) throws MailboxException {
        return told(submitPart(change));
    }

    private static <T> T told(CompletableFuture<T> answer) throws MailboxException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxException("interrupted while waiting for the metadata writer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MailboxException told) {
                throw told;
            }
            if (e.getCause() instanceof StoreException told) {
                throw told;
            }
            throw new StoreException(Kind.BROKEN, "metadata: " + e.getCause(), e.getCause());
        }
    }

    private void run() {
        List<Waiting<?>> batch = new ArrayList<>();
        while (!closing || isAnybodyWaiting()) {
            try {
                if (!isAnybodyWaiting() && !arrived.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                arrived.drainPermits();
                queue.drainTo(batch, BATCH);
                serve(batch);
                parts.drainTo(batch, 1);
                serve(batch);
            } catch (InterruptedException e) {
                closing = true;
            }
        }
        reset();
    }

    private boolean isAnybodyWaiting() {
        return !queue.isEmpty() || !parts.isEmpty();
    }

    private void serve(List<Waiting<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        // Rows that move or are copied claim their content, too.
        try (Entry entry = content.entering()) {
            if (!together(batch)) {
                batch.forEach(this::alone);
            }
        } finally {
            batch.clear();
        }
    }

    private boolean together(List<Waiting<?>> batch) {
        if (batch.size() == 1) {
            return false;
        }
        try {
            Writing open = open();
            for (Waiting<?> waiting : batch) {
                waiting.run(open);
            }
            open.complete();
            return committed(open, batch);
        } catch (SQLException | MailboxException | RuntimeException | Error e) {
            if (e instanceof MailboxException || Database.isDeadlock(e)) {
                LOG.debug("a batch of {} is done one by one: {}", batch.size(), e.toString());
            } else {
                // What it comes to one by one may tell nothing of this.
                LOG.warn("a batch of {} is done one by one", batch.size(), e);
            }
            undo();
            return false;
        }
    }

    /** False when the batch was undone; done again after a commit of which nobody knows it could be there twice. */
    private boolean committed(Writing open, List<Waiting<?>> batch) throws SQLException {
        try {
            open.commit();
        } catch (SQLException | RuntimeException | Error e) {
            if (Database.isDeadlock(e)) {
                throw e;
            }
            LOG.error("a commit failed, what {} changes came to is not known", batch.size(), e);
            undo();
            StoreException told = Database.told(e);
            batch.forEach(waiting -> waiting.answer.completeExceptionally(told));
            return true;
        }
        batch.forEach(Waiting::done);
        return true;
    }

    private void alone(Waiting<?> waiting) {
        for (int attempt = 1; ; attempt++) {
            try {
                Writing open = open();
                waiting.run(open);
                open.complete();
                open.commit();
                waiting.done();
                return;
            } catch (SQLException | MailboxException | RuntimeException | Error e) {
                undo();
                if (attempt == ATTEMPTS || !worthAnother.test(e)) {
                    waiting.answer.completeExceptionally(e instanceof SQLException ? Database.told(e) : e);
                    return;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(attempt, 6)));
            }
        }
    }

    private Writing open() {
        if (writing == null) {
            writing = new Writing(connections.get(), observer, content::claim, clock);
        }
        return writing;
    }

    private void undo() {
        if (writing == null) {
            return;
        }
        try {
            writing.rollback();
        } catch (SQLException e) {
            LOG.warn("the metadata writer takes a new connection: {}", e.getMessage());
            reset();
        }
    }

    private void reset() {
        if (writing == null) {
            return;
        }
        try {
            writing.close();
        } catch (SQLException e) {
            LOG.debug("closing the writer's connection: {}", e.getMessage());
        }
        writing = null;
    }

    /** Does what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        // Wakes the thread; when there is no room it is awake.
        queue.offer(new Waiting<>(none -> closing));
        arrived.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
