package io.gongmail.store.mail.content;

import io.gongmail.store.mail.content.ContentIndex.Placed;
import io.gongmail.store.mail.content.LargeFiles.Resealed;
import io.gongmail.store.mail.content.Swept.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody refers to.
 *
 * <pre>
 * 1 from here on every claim is kept
 * 2 whoever claimed before has its row committed, or gave up          {@link Entering}
 * 3 every committed reference is kept like a claim                    {@link References}
 * 4 what is not kept: condemned, forgotten, deleted, released         {@link Claims}
 *     large files: the file
 *     segments with too much that is not: what is kept is copied to the end of the last one and found there; the file goes when
 *     the table names nothing in it
 * </pre>
 *
 * What is copied is sealed with the key that seals now.
 *
 * After a crash in the middle a content may stand in two segments, or in one that the table does not name; the table is right, and
 * the next sweep removes the rest. One thread at a time.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PAGE = 500;
    private static final int COPIED_AT_ONCE = 256 << 10;
    private static final int READ_AT_ONCE = 5_000;
    private static final int FEWEST_BITS_LOG2 = 16;
    private static final int MOST_BITS_LOG2 = 28;

    private final Segments segments;
    private final ContentIndex index;
    private final LargeFiles large;
    private final ContentWriter writer;
    private final Claims claims;
    private final Holds holds;
    private final Entering entering;
    private final References references;
    private final UsedKeys used;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Swept progress = Swept.NOTHING;

    Sweep(
            Segments segments,
            ContentIndex index,
            LargeFiles large,
            ContentWriter writer,
            Claims claims,
            Holds holds,
            Entering entering,
            References references,
            UsedKeys used) {
        this.used = used;
        this.segments = segments;
        this.index = index;
        this.large = large;
        this.writer = writer;
        this.claims = claims;
        this.holds = holds;
        this.entering = entering;
        this.references = references;
    }

    Swept progress() {
        return progress;
    }

    boolean seals() {
        return segments.keys().sealing().isPresent();
    }

    /** Ends what runs at its next step. */
    void stop() {
        stopped.countDown();
        holds.close();
    }

    /**
     * @param live a segment of which less than so many percent are kept is written anew
     * @param all also the one that is being written, which ends first
     * @param anew whatever is not sealed with the key that seals now is written anew, too
     */
    Swept run(int live, boolean all, boolean anew, long octetsASecond) throws IOException, InterruptedException {
        progress = Swept.NOTHING;
        claims.begin(new Bloom(bits(), ThreadLocalRandom.current().nextLong()));
        try {
            if (!entering.awaitThoseBefore(PATIENCE)) {
                LOG.warn("content is not swept: something has been arriving for {}", PATIENCE);
                return give(Step.GIVEN_UP);
            }
            give(Step.READING_REFERENCES);
            Reading reading = new Reading();
            references.each(reading::take);
            reading.tell();
            give(Step.LARGE_FILES);
            for (Path folder : large.folders()) {
                large(folder);
                if (anew) {
                    reseal(folder, octetsASecond);
                }
            }
            give(Step.SEGMENTS);
            segments(live, all, anew, octetsASecond);
            if (anew && progress.damaged() == 0) {
                forgetOlderKeys();
            }
            return give(Step.DONE);
        } catch (Stopped e) {
            return give(Step.GIVEN_UP);
        } finally {
            claims.end();
        }
    }

    /** About sixteen for each content that segments of this size hold, and no more than a share of the heap. */
    private int bits() throws IOException {
        long octets = 0;
        for (int number : segments.numbers()) {
            octets += segments.size(number);
        }
        int wanted = 64 - Long.numberOfLeadingZeros(octets / 64);
        int bearable = 63 - Long.numberOfLeadingZeros(Runtime.getRuntime().maxMemory() / 4);
        return Math.max(FEWEST_BITS_LOG2, Math.min(wanted, Math.min(MOST_BITS_LOG2, bearable)));
    }

    /** Reads half of the time. */
    private final class Reading {
        private long begun = System.nanoTime();
        private long count;

        void take(Sha256 hash) {
            claims.keep(hash);
            if (++count % READ_AT_ONCE == 0) {
                tell();
                rest(System.nanoTime() - begun);
                begun = System.nanoTime();
            }
        }

        void tell() {
            progress = new Swept(Step.READING_REFERENCES, count, 0, 0, 0, 0, 0);
        }
    }

    /** The store closes. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void rest(long nanos) {
        try {
            if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new Stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    private void begin() throws InterruptedException {
        if (stopped.getCount() == 0 || !holds.begin()) {
            throw new Stopped();
        }
    }

    private void large(Path folder) throws IOException, InterruptedException {
        List<Sha256> dead = new ArrayList<>(large.in(folder));
        dead.removeIf(claims::isClaimed);
        for (int i = 0; i < dead.size(); i += PAGE) {
            begin();
            Set<Sha256> going = claims.condemn(dead.subList(i, Math.min(dead.size(), i + PAGE)));
            try {
                references.forget(going);
                long freed = 0;
                for (Sha256 hash : going) {
                    freed += large.size(hash).orElse(0L);
                }
                large.delete(folder, going);
                progress = with(going.size(), 0, going.size(), freed, 0);
            } finally {
                claims.release(going);
                holds.end();
            }
        }
    }

    private void reseal(Path folder, long octetsASecond) throws IOException, InterruptedException {
        for (Sha256 hash : large.in(folder)) {
            try (Resealed resealed = large.resealed(hash).orElse(null)) {
                if (resealed != null) {
                    begin();
                    try {
                        progress = with(0, resealed.settle() ? 1 : 0, 0, 0, 0);
                    } finally {
                        holds.end();
                    }
                    rest(resealed.size * TimeUnit.SECONDS.toNanos(1) / octetsASecond);
                }
            } catch (DamagedContentException e) {
                LOG.error("a large file stays as it is: {}", e.getMessage());
                progress = with(0, 0, 0, 0, 1);
            }
        }
    }

    private void forgetOlderKeys() throws IOException, InterruptedException {
        begin();
        try {
            used.only(segments.keys());
        } finally {
            holds.end();
        }
    }

    private void segments(int live, boolean all, boolean anew, long octetsASecond)
            throws IOException, InterruptedException {
        int last = writer.settle(false);
        if (all && isToGo(last, live, anew)) {
            last = writer.settle(true);
        }
        for (int number : segments.numbers()) {
            if (number < last && isToGo(number, live, anew)) {
                empty(number, octetsASecond);
            }
        }
    }

    private boolean isToGo(int number, int live, boolean anew) throws IOException {
        return keptShare(number) < live || anew && !segments.isSealedAnew(number);
    }

    /** Percent of a segment's octets that are kept, rounded down; of one that was never written to all. */
    private int keptShare(int number) throws IOException {
        long octets = segments.size(number) - Frame.SEGMENT_MAGIC.length;
        long kept = 0;
        long next = 0;
        List<Placed> page;
        do {
            long begun = System.nanoTime();
            page = index.inSegment(number, next, PAGE);
            for (Placed placed : page) {
                kept += claims.isClaimed(placed.hash())
                        ? Frame.HEAD + placed.place().length()
                        : 0;
                next = placed.place().offset() + 1;
            }
            rest(System.nanoTime() - begun);
        } while (page.size() == PAGE);
        return octets <= 0 && number == segments.last() ? 100 : (int) (100 * kept / Math.max(1, octets));
    }

    private void empty(int number, long octetsASecond) throws IOException, InterruptedException {
        long from = 0;
        for (List<Placed> page = index.inSegment(number, from, PAGE);
                !page.isEmpty();
                page = index.inSegment(number, from, PAGE)) {
            remove(page);
            OptionalLong damaged = move(page, octetsASecond);
            from = damaged.isPresent() ? damaged.getAsLong() + 1 : from;
        }
        if (from > 0) {
            LOG.error("segment {} stays, for what is damaged in it", number);
            progress = with(0, 0, 0, 0, 1);
            return;
        }
        begin();
        try {
            long freed = segments.size(number);
            segments.drop(number);
            progress = with(0, 0, 1, freed, 0);
        } finally {
            holds.end();
        }
    }

    private void remove(List<Placed> page) throws InterruptedException {
        Set<Sha256> dead = new LinkedHashSet<>();
        for (Placed placed : page) {
            if (!claims.isClaimed(placed.hash())) {
                dead.add(placed.hash());
            }
        }
        if (dead.isEmpty()) {
            return;
        }
        begin();
        Set<Sha256> going = claims.condemn(dead);
        try {
            references.forget(going);
            index.remove(going);
            progress = with(going.size(), 0, 0, 0, 0);
        } finally {
            claims.release(going);
            holds.end();
        }
    }

    /**
     * Those of {@code page} that are kept; what of it was not kept is gone already, or claimed since and in the next page. Tells the
     * last that is damaged: it stays, and the others go.
     */
    private OptionalLong move(List<Placed> page, long octetsASecond) throws IOException, InterruptedException {
        List<FrameReader.Found> frames = new ArrayList<>();
        OptionalLong damaged = OptionalLong.empty();
        int octets = 0;
        for (Placed placed : page) {
            if (!claims.isClaimed(placed.hash())
                    || index.find(placed.hash()).filter(placed.place()::equals).isEmpty()) {
                continue;
            }
            try {
                FrameReader.Found frame = segments.frame(placed.hash(), placed.place());
                frames.add(new FrameReader.Found(
                        frame.at(), Frame.resealed(frame.octets(), segments.keys()), frame.hash()));
                octets += placed.place().length();
            } catch (IOException e) {
                LOG.error("segment {}: {}", placed.place().segment(), e.getMessage());
                damaged = OptionalLong.of(placed.place().offset());
            }
            if (octets >= COPIED_AT_ONCE) {
                move(frames, octets, octetsASecond);
                octets = 0;
            }
        }
        move(frames, octets, octetsASecond);
        return damaged;
    }

    private void move(List<FrameReader.Found> frames, int octets, long octetsASecond)
            throws IOException, InterruptedException {
        if (frames.isEmpty()) {
            return;
        }
        begin();
        try {
            List<FrameReader.Found> copied = List.copyOf(frames);
            writer.between(() -> writer.move(copied));
            progress = with(0, copied.size(), 0, 0, 0);
        } finally {
            holds.end();
        }
        frames.clear();
        rest(octets * TimeUnit.SECONDS.toNanos(1) / octetsASecond);
    }

    private Swept give(Step step) {
        Swept now = progress;
        progress =
                new Swept(step, now.references(), now.removed(), now.moved(), now.files(), now.freed(), now.damaged());
        return progress;
    }

    private Swept with(long removed, long moved, int files, long freed, int damaged) {
        Swept now = progress;
        return new Swept(
                now.step(),
                now.references(),
                now.removed() + removed,
                now.moved() + moved,
                now.files() + files,
                now.freed() + freed,
                now.damaged() + damaged);
    }
}
