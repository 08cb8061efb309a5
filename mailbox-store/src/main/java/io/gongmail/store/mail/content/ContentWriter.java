package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that appends to segments: takes everything that waits, writes it, syncs once, then answers everybody.
 * Bounded by 1,024 messages and 64 MiB that wait; who finds no room for 30 s is told BUSY.
 */
final class ContentWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentWriter.class);
    private static final int QUEUE = 1_024;
    private static final int BATCH_OCTETS = 4 * 1024 * 1024;
    private static final int ROOM_KIB = 64 * 1024;
    private static final int FLUSH_AT = 1_000;
    private static final long PATIENCE_SECONDS = 30;

    private record Put(Sha256 hash, int key, byte[] bytes, int length, CompletableFuture<ContentRef> answer) {
        int kib() {
            return 1 + length / 1024;
        }
    }

    private record Task(Work work, CompletableFuture<Void> done) {
        void run() {
            try {
                work.run();
                done.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }
    }

    /** Something that is for the writer's thread. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Wakes the thread and is nothing to write. */
    private static final Put WAKE = new Put(new Sha256(0, 0, 0, 0), 0, new byte[0], 0, new CompletableFuture<>());

    private final Segments segments;
    private final ContentIndex index;
    private final BlockingQueue<Put> queue = new ArrayBlockingQueue<>(QUEUE);
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(1);
    private final Semaphore room = new Semaphore(ROOM_KIB);
    private final Thread thread;
    private volatile boolean closing;
    private long syncs;

    ContentWriter(Segments segments, ContentIndex index) {
        this.segments = segments;
        this.index = index;
        this.thread = new Thread(this::run, "content-writer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @param key the number of the key that {@code bytes} are sealed with; 0 for those in clear */
    CompletableFuture<ContentRef> put(Sha256 hash, int key, byte[] bytes, int length) {
        Put put = new Put(hash, key, bytes, length, new CompletableFuture<>());
        try {
            if (!room.tryAcquire(put.kib(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException(Kind.BUSY, "the content writer has no room");
            }
            if (closing || !queue.offer(put, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                room.release(put.kib());
                throw new StoreException(
                        Kind.BUSY, closing ? "the content store is closing" : "the content queue is full");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.BUSY, "interrupted while waiting for the content writer", e);
        }
        return put.answer();
    }

    /** Has {@code work} done between batches, on the writer's thread, and waits for it. */
    void between(Work work) throws IOException, InterruptedException {
        Task task = new Task(work, new CompletableFuture<>());
        if (closing) {
            throw new StoreException(Kind.BUSY, "the content store is closing");
        }
        tasks.put(task);
        queue.offer(WAKE);
        try {
            task.done().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException told) {
                throw told;
            }
            throw e.getCause() instanceof StoreException told
                    ? told
                    : new StoreException(Kind.BROKEN, "content: " + e.getCause(), e.getCause());
        }
    }

    /** Writes copies of whole frames behind the last, syncs them and has the table name them. For {@link #between}. */
    void move(List<FrameReader.Found> frames) throws IOException {
        int segment = segments.last();
        long before = segments.end();
        Map<Sha256, Place> copies = new HashMap<>();
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        try {
            for (FrameReader.Found frame : frames) {
                int octets = frame.octets().length;
                if (!segments.fits(group.size() + octets)) {
                    append(group);
                    segments.beginNext();
                    segment = segments.last();
                    before = segments.end();
                }
                copies.put(frame.hash(), new Place(segment, before + group.size() + Frame.HEAD, octets - Frame.HEAD));
                group.writeBytes(frame.octets());
            }
            append(group);
        } catch (IOException | RuntimeException e) {
            segments.rewind(segment, before);
            throw e;
        }
        index.move(copies);
    }

    private void append(ByteArrayOutputStream group) throws IOException {
        if (group.size() > 0) {
            segments.append(ByteBuffer.wrap(group.toByteArray()));
            syncs++;
        }
        group.reset();
    }

    /**
     * The number of the segment that is written; the table names all that those before it hold.
     *
     * @param turn lets it end, when there is anything in it, and tells the next
     */
    int settle(boolean turn) throws IOException, InterruptedException {
        AtomicInteger last = new AtomicInteger();
        // Between batches: none goes into the segment before, and waits for the table, after this was told.
        between(() -> {
            index.flush();
            if (turn && segments.end() > Frame.SEGMENT_MAGIC.length) {
                segments.beginNext();
            }
            last.set(segments.last());
        });
        return last.get();
    }

    /** How often the disk was asked to make things last; for tests. */
    long syncs() {
        return syncs;
    }

    private void run() {
        List<Put> batch = new ArrayList<>();
        while (true) {
            try {
                take(batch);
                runTasks();
                if (batch.isEmpty()) {
                    flushQuietly();
                    if (closing && queue.isEmpty()) {
                        return;
                    }
                    continue;
                }
                write(batch);
                if (index.waiting() >= FLUSH_AT) {
                    flushQuietly();
                }
            } catch (InterruptedException e) {
                closing = true;
            } finally {
                batch.forEach(put -> room.release(put.kib()));
                batch.clear();
            }
        }
    }

    private void runTasks() {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void take(List<Put> batch) throws InterruptedException {
        Put first = queue.poll(closing ? 0 : 200, TimeUnit.MILLISECONDS);
        int octets = 0;
        for (Put put = first; put != null; put = octets < BATCH_OCTETS ? queue.poll() : null) {
            if (put == WAKE) {
                continue;
            }
            batch.add(put);
            octets += put.length();
        }
    }

    private void write(List<Put> batch) {
        int segment = segments.last();
        long before = segments.end();
        try {
            Map<Sha256, Place> written = new HashMap<>();
            List<Put> group = new ArrayList<>();
            int octets = 0;
            for (Put put : batch) {
                if (written.containsKey(put.hash()) || index.find(put.hash()).isPresent()) {
                    continue;
                }
                if (!segments.fits(octets + Frame.HEAD + put.length())) {
                    append(group, octets);
                    group.clear();
                    octets = 0;
                    segments.beginNext();
                    segment = segments.last();
                    before = segments.end();
                }
                written.put(put.hash(), new Place(segment, before + octets + Frame.HEAD, put.length()));
                group.add(put);
                octets += Frame.HEAD + put.length();
            }
            append(group, octets);
            written.forEach(index::add);
            batch.forEach(put -> put.answer().complete(new ContentRef(put.hash(), put.length())));
        } catch (IOException | RuntimeException | Error e) {
            // Of whatever kind: those who wait are told, and the thread goes on.
            fail(batch, segment, before, e);
        }
    }

    private void append(List<Put> puts, int octets) throws IOException {
        if (puts.isEmpty()) {
            return;
        }
        ByteBuffer frames = ByteBuffer.allocate(octets);
        for (Put put : puts) {
            Frame.write(frames, put.hash(), put.key(), put.bytes(), put.length());
        }
        segments.append(frames.flip());
        syncs++;
    }

    private void fail(List<Put> batch, int segment, long before, Throwable cause) {
        LOG.error("message content cannot be written: {}", cause.toString());
        try {
            segments.rewind(segment, before);
        } catch (IOException e) {
            LOG.error("the segment cannot be cut back: {}", e.toString());
        }
        StoreException told = told(cause);
        batch.forEach(put -> put.answer().completeExceptionally(told));
    }

    private static StoreException told(Throwable cause) {
        if (cause instanceof StoreException told) {
            return told;
        }
        @Nullable String message = cause.getMessage();
        boolean full = message != null && message.contains("No space left");
        return new StoreException(full ? Kind.FULL : Kind.BROKEN, "content: " + message, cause);
    }

    private void flushQuietly() {
        try {
            index.flush();
        } catch (StoreException e) {
            // The segments are the truth: what is not in the table yet is found again, now or at the next opening.
            LOG.warn("places of message content are not in the table yet: {}", e.getMessage());
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        // When there is no room the thread is awake.
        queue.offer(WAKE);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
