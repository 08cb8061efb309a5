package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
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

    /** What was put, read or let go so lately is not removed, by default. */
    public static final Duration STANDARD_GRACE = Duration.ofHours(1);

    private static final int FIRST_BUFFER = 16 * 1024;

    private final Segments segments;
    private final ContentIndex index;
    private final LargeFiles large;
    private final ContentWriter writer;
    private final Syncs syncs;
    private final Claims claims;
    private final Holds holds = new Holds();
    private final Entering entering = new Entering();
    private final ContentKeys keys;
    private final UsedKeys used;
    private final ContentFolder folder;

    private ContentStore(
            Segments segments,
            ContentIndex index,
            LargeFiles large,
            Syncs syncs,
            Claims claims,
            UsedKeys used,
            ContentFolder folder) {
        this.keys = segments.keys();
        this.used = used;
        this.folder = folder;
        this.syncs = syncs;
        this.claims = claims;
        this.segments = segments;
        this.index = index;
        this.large = large;
        this.writer = new ContentWriter(segments, index);
    }

    /**
     * Opens (or creates) the store in {@code folder}, with its table in {@code database}. One process at a time.
     *
     * @throws StoreException when the folder cannot be read, or holds less than the database says
     */
    public static ContentStore open(Database database, Path folder, long segmentSize) {
        return open(database, folder, segmentSize, STANDARD_GRACE, System::nanoTime, ContentKeys.NONE);
    }

    /**
     * The same.
     *
     * @param grace what was put, read or let go within it is not removed
     * @param nanos as {@link System#nanoTime}
     * @param keys one seals what is written from here on; what is there may be sealed with any of them, or be in clear
     * @throws StoreException also when content is sealed with a key that is not among {@code keys}; nothing is changed then
     */
    public static ContentStore open(
            Database database, Path folder, long segmentSize, Duration grace, LongSupplier nanos, ContentKeys keys) {
        try {
            Syncs syncs = new Syncs();
            Claims claims = new Claims(grace, nanos);
            syncs.makeFolder(folder);
            UsedKeys used = new UsedKeys(folder, syncs);
            used.check(keys);
            LargeFiles large = new LargeFiles(
                    folder.resolve("large"), folder.resolve("spool"), syncs, claims, keys, new SecureRandom());
            Segments segments = new Segments(
                    folder.resolve("segments"), folder.resolve("torn"), segmentSize, LARGEST_IN_SEGMENT, syncs, keys);
            ContentIndex index = new ContentIndex(database);
            segments.recover(index.lastKnown(), (hash, place) -> {
                if (index.find(hash).isEmpty()) {
                    index.add(hash, place);
                }
            });
            index.flush();
            used.add(keys);
            ContentStore store =
                    new ContentStore(segments, index, large, syncs, claims, used, new ContentFolder(folder, keys));
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
     * @throws StoreException of kind BUSY when the writer has no room for 30 s, of kind BROKEN from the first sync that
     *     failed on, until the store is opened again
     */
    public CompletableFuture<ContentRef> put(InputStream bytes) throws IOException {
        syncs.check();
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
        claims.claim(hash);
        if (index.find(hash).isPresent()) {
            return CompletableFuture.completedFuture(new ContentRef(hash, length));
        }
        if (keys.sealing().isPresent()) {
            // Here and not by the writer, so that its one thread has nothing more to do.
            ContentKey.apply(keys.sealing().get().inSegment(hash, 0), buffer, 0, length);
        }
        return writer.put(hash, keys.sealsBy(), buffer, length);
    }

    /**
     * All the bytes; their hash is checked when they are read from first to last.
     *
     * @throws NoSuchFileException when they are not here; other {@link IOException}s, from here or while reading, mean a
     *     damaged disk
     */
    public InputStream open(ContentRef ref) throws IOException {
        claims.claim(ref.hash());
        if (ref.size() > LARGEST_IN_SEGMENT) {
            Opened file = large.open(ref, 0);
            return new CheckedStream(file.in(), ref, file::key);
        }
        SegmentStream segment = inSegment(ref, 0, ref.size());
        return new CheckedStream(segment, ref, segment::key);
    }

    /** At most {@code length} of the bytes from {@code offset} on, unchecked; errors as in {@link #open}. */
    public InputStream openRange(ContentRef ref, long offset, long length) throws IOException {
        claims.claim(ref.hash());
        long from = Math.min(offset, ref.size());
        return ref.size() > LARGEST_IN_SEGMENT
                ? BoundedInputStream.builder()
                        .setInputStream(large.open(ref, from).in())
                        .setMaxCount(length)
                        .get()
                : inSegment(ref, from, length);
    }

    /** What of this hash is here. */
    public Optional<ContentRef> find(Sha256 hash) {
        claims.claim(hash);
        Optional<ContentRef> small = index.find(hash).map(place -> new ContentRef(hash, place.length()));
        return small.isPresent() ? small : large.size(hash).map(size -> new ContentRef(hash, size));
    }

    public boolean exists(ContentRef ref) {
        claims.claim(ref.hash());
        return ref.size() > LARGEST_IN_SEGMENT
                ? large.exists(ref.hash())
                : index.find(ref.hash()).isPresent();
    }

    /**
     * Has nothing removed and nothing moved to another file until it is closed; what arrives goes on. For who reads many contents,
     * or their files, by a list made before. Waits for the step of a sweep that is under way, which is short.
     */
    public Hold hold() {
        return holds.hold();
    }

    /**
     * To be opened before content is put, or looked for, on behalf of a row, and closed when the row is committed or was given up: so
     * long nothing that was put is taken for content that nobody refers to.
     */
    public Entry entering() {
        return entering.enter();
    }

    /** A row now refers to this content, or no more: it stays at least for the grace. */
    public void claim(Sha256 hash) {
        claims.claim(hash);
    }

    /** What removes content that nobody refers to. One for a store. */
    public Sweeper sweeper(References references, SweepSettings settings) {
        return new Sweeper(
                new Sweep(segments, index, large, writer, claims, holds, entering, references, used), settings);
    }

    /** The files, for who copies them; {@link #hold} meanwhile. */
    public ContentFolder folder() {
        return folder;
    }

    /** What reads everything there is, to know whether it is whole. */
    public Verification verification() {
        return new Verification(this, segments, index, large, writer);
    }

    private SegmentStream inSegment(ContentRef ref, long from, long length) throws IOException {
        Optional<Place> place = index.find(ref.hash());
        if (place.isEmpty()) {
            throw new NoSuchFileException(ref.hash().hex());
        }
        return new SegmentStream(segments, ref.hash(), place.get(), () -> index.find(ref.hash()), from, length);
    }

    /** How often segments were synced; for tests. */
    long syncs() {
        return writer.syncs();
    }

    /** Writes what waits and closes the files; the database stays open. */
    @Override
    public void close() {
        holds.close();
        writer.close();
        try {
            segments.close();
        } catch (IOException e) {
            throw new StoreException(Kind.BROKEN, "segments cannot be closed: " + e, e);
        }
    }
}
