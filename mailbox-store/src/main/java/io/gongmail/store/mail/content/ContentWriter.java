package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    private record Put(Sha256 hash, byte[] bytes, int length, CompletableFuture<ContentRef> answer) {
        int kib() {
            return 1 + length / 1024;
        }
    }

    private final Segments segments;
    private final ContentIndex index;
    private final BlockingQueue<Put> queue = new ArrayBlockingQueue<>(QUEUE);
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

    CompletableFuture<ContentRef> put(Sha256 hash, byte[] bytes, int length) {
        Put put = new Put(hash, bytes, length, new CompletableFuture<>());
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

    /** How often the disk was asked to make things last; for tests. */
    long syncs() {
        return syncs;
    }

    private void run() {
        List<Put> batch = new ArrayList<>();
        while (true) {
            try {
                take(batch);
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

    private void take(List<Put> batch) throws InterruptedException {
        Put first = queue.poll(closing ? 0 : 200, TimeUnit.MILLISECONDS);
        int octets = 0;
        for (Put put = first; put != null; put = octets < BATCH_OCTETS ? queue.poll() : null) {
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
        } catch (IOException | RuntimeException e) {
            fail(batch, segment, before, e);
        }
    }

    private void append(List<Put> puts, int octets) throws IOException {
        if (puts.isEmpty()) {
            return;
        }
        ByteBuffer frames = ByteBuffer.allocate(octets);
        for (Put put : puts) {
            Frame.write(frames, put.hash(), put.bytes(), put.length());
        }
        segments.append(frames.flip());
        syncs++;
    }

    private void fail(List<Put> batch, int segment, long before, Exception cause) {
        LOG.error("message content cannot be written: {}", cause.toString());
        try {
            segments.rewind(segment, before);
        } catch (IOException e) {
            LOG.error("the segment cannot be cut back: {}", e.toString());
        }
        StoreException told = told(cause);
        batch.forEach(put -> put.answer().completeExceptionally(told));
    }

    private static StoreException told(Exception cause) {
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
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
