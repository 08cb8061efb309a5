package io.gongmail.store.mail.content;

import io.gongmail.store.mail.content.ContentIndex.Placed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads everything that is kept and compares it with its hash. It does not count as reading for the grace. While a page of it is
 * read nothing is removed. One thread at a time.
 */
public final class Verification {
    private static final int PAGE = 500;

    /** Who hears how it goes. */
    public interface Progress {
        /**
         * So many octets of one content were read and are as they should be. Throws what it likes to end it.
         *
         * @param key the number of the key that it is sealed with; 0 for one in clear
         */
        void whole(int key, long octets);

        /** This content is not what its hash says, or cannot be read. */
        void damaged(Sha256 hash);
    }

    private final ContentStore store;
    private final Segments segments;
    private final ContentIndex index;
    private final LargeFiles large;
    private final ContentWriter writer;

    Verification(ContentStore store, Segments segments, ContentIndex index, LargeFiles large, ContentWriter writer) {
        this.store = store;
        this.segments = segments;
        this.index = index;
        this.large = large;
        this.writer = writer;
    }

    /** Whether the table or a file says that this content is here. */
    public boolean isHere(ContentRef ref) {
        return ref.size() > ContentStore.LARGEST_IN_SEGMENT
                ? large.exists(ref.hash())
                : index.find(ref.hash())
                        .filter(place -> place.length() == ref.size())
                        .isPresent();
    }

    /**
     * Reads it all.
     *
     * @throws IOException when files cannot be listed, or a key is missing; that one cannot be read is told to {@code progress}
     */
    public void all(Progress progress) throws IOException, InterruptedException {
        writer.settle(false);
        for (int number : segments.numbers()) {
            long next = 0;
            boolean more = true;
            while (more) {
                try (Hold hold = store.hold()) {
                    List<Placed> page = index.inSegment(number, next, PAGE);
                    for (Placed placed : page) {
                        small(placed, progress);
                        next = placed.place().offset() + 1;
                    }
                    more = page.size() == PAGE;
                }
            }
        }
        for (Path folder : large.folders()) {
            for (Sha256 hash : large.in(folder)) {
                large(hash, progress);
            }
        }
    }

    private void small(Placed placed, Progress progress) throws MissingKeyException {
        int key;
        try {
            key = Frame.key(segments.frame(placed.hash(), placed.place()).octets());
        } catch (MissingKeyException e) {
            throw e;
        } catch (IOException e) {
            progress.damaged(placed.hash());
            return;
        }
        progress.whole(key, placed.place().length());
    }

    private void large(Sha256 hash, Progress progress) throws MissingKeyException {
        Optional<Long> size = large.size(hash);
        if (size.isEmpty()) {
            return;
        }
        ContentRef ref = new ContentRef(hash, size.get());
        int key;
        try {
            Opened file = large.open(ref, 0);
            key = file.key();
            try (InputStream in = new CheckedStream(file.in(), ref, file::key)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (MissingKeyException e) {
            throw e;
        } catch (IOException e) {
            progress.damaged(hash);
            return;
        }
        progress.whole(key, ref.size());
    }

    /**
     * Has the table name every whole frame that it names nowhere, or where something damaged stands; returns how many.
     *
     * @throws IOException when a segment cannot be read at all
     */
    public int repairTable() throws IOException, InterruptedException {
        // What is written from here on is in the table, or waits for it.
        int last = writer.settle(true);
        AtomicInteger repaired = new AtomicInteger();
        for (int number : segments.numbers()) {
            if (number < last) {
                try (Hold hold = store.hold()) {
                    segments.frames(number, (hash, place) -> {
                        if (isBetter(hash, place)) {
                            writer.between(() -> name(hash, place, repaired));
                        }
                    });
                }
            }
        }
        return repaired.get();
    }

    private boolean isBetter(Sha256 hash, Place place) {
        Optional<Place> known = index.find(hash);
        return known.isEmpty() || !known.get().equals(place) && isDamaged(hash, known.get());
    }

    /** On the writer's thread, which may have written the same content meanwhile. */
    private void name(Sha256 hash, Place place, AtomicInteger repaired) {
        if (index.find(hash).isEmpty()) {
            index.add(hash, place);
            index.flush();
            repaired.incrementAndGet();
        } else if (isBetter(hash, place)) {
            index.move(Map.of(hash, place));
            repaired.incrementAndGet();
        }
    }

    private boolean isDamaged(Sha256 hash, Place place) {
        try {
            segments.frame(hash, place);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
