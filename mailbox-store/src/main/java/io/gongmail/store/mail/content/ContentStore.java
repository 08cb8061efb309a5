package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Keeps bytes by their hash. Thread-safe.
 *
 * <p>Up to 1 MiB goes into shared segments by one writer with group commit; more goes through a file and is never whole in
 * memory. The same bytes are kept once.
 */
public final class ContentStore implements AutoCloseable {
    /** What is larger becomes a file of its own. */
    public static final int LARGEST_IN_SEGMENT = 1024 * 1024;

    /** Segments are this long by default. */
    public static final long DEFAULT_SEGMENT_SIZE = 256L * 1024 * 1024;

    private static final int FIRST_BUFFER = 16 * 1024;

    private final Segments segments;
    private final ContentIndex index;
    private final LargeFiles large;
    private final ContentWriter writer;

    private ContentStore(Segments segments, ContentIndex index, LargeFiles large) {
        this.segments = segments;
        this.index = index;
        this.large = large;
        this.writer = new ContentWriter(segments, index);
    }

    /**
     * Opens (or creates) the store in {@code folder}, with its table in {@code database}. One process at a time.
     *
     * @throws StoreException when the folder cannot be read, or is damaged elsewhere than at its torn end
     */
    public static ContentStore open(Database database, Path folder, long segmentSize) {
        try {
            LargeFiles large = new LargeFiles(folder.resolve("large"), folder.resolve("spool"));
            Segments segments =
                    new Segments(folder.resolve("segments"), folder.resolve("torn"), segmentSize, LARGEST_IN_SEGMENT);
            ContentIndex index = new ContentIndex(database);
            segments.recover(index.lastKnown(), (hash, place) -> {
                if (index.find(hash).isEmpty()) {
                    index.add(hash, place);
                }
            });
            index.flush();
            ContentStore store = new ContentStore(segments, index, large);
            store.writer.start();
            return store;
        } catch (IOException e) {
            throw new StoreException(Kind.BROKEN, "message content cannot be opened: " + e, e);
        }
    }

    /**
     * Reads {@code bytes} to their end on this thread and keeps them. They are durable when the future completes; it
     * fails with a {@link StoreException}. The caller closes the stream.
     *
     * @throws IOException when reading {@code bytes} fails; nothing is kept
     * @throws StoreException of kind BUSY when the writer has no room for 30 s
     */
    public CompletableFuture<ContentRef> put(InputStream bytes) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[FIRST_BUFFER];
        int length = 0;
        while (true) {
            int read = bytes.readNBytes(buffer, length, buffer.length - length);
            digest.update(buffer, length, read);
            length += read;
            if (length < buffer.length) {
                break;
            }
            if (length > LARGEST_IN_SEGMENT) {
                return CompletableFuture.completedFuture(large.put(buffer, length, bytes, digest));
            }
            buffer = java.util.Arrays.copyOf(buffer, Math.min(buffer.length * 4, LARGEST_IN_SEGMENT + 1));
        }
        Sha256 hash = Sha256.of(digest.digest());
        if (index.find(hash).isPresent()) {
            return CompletableFuture.completedFuture(new ContentRef(hash, length));
        }
        return writer.put(hash, buffer, length);
    }

    /**
     * All the bytes; their hash is checked when they are read from first to last.
     *
     * @throws NoSuchFileException when they are not here; other {@link IOException}s, from here or while reading, mean a
     *     damaged disk
     */
    public InputStream open(ContentRef ref) throws IOException {
        return new CheckedStream(raw(ref, 0, ref.size()), ref);
    }

    /** At most {@code length} of the bytes from {@code offset} on, unchecked; errors as in {@link #open}. */
    public InputStream openRange(ContentRef ref, long offset, long length) throws IOException {
        return raw(ref, Math.min(offset, ref.size()), length);
    }

    public boolean exists(ContentRef ref) {
        return ref.size() > LARGEST_IN_SEGMENT
                ? large.exists(ref.hash())
                : index.find(ref.hash()).isPresent();
    }

    private InputStream raw(ContentRef ref, long from, long length) throws IOException {
        if (ref.size() > LARGEST_IN_SEGMENT) {
            return BoundedInputStream.builder()
                    .setInputStream(large.open(ref.hash(), from))
                    .setMaxCount(length)
                    .get();
        }
        Optional<Place> place = index.find(ref.hash());
        if (place.isEmpty()) {
            throw new NoSuchFileException(ref.hash().hex());
        }
        return new SegmentStream(segments, place.get(), from, length);
    }

    /** How often segments were synced; for tests. */
    long syncs() {
        return writer.syncs();
    }

    /** Writes what waits and closes the files; the database stays open. */
    @Override
    public void close() {
        writer.close();
        try {
            segments.close();
        } catch (IOException e) {
            throw new StoreException(Kind.BROKEN, "segments cannot be closed: " + e, e);
        }
    }
}
