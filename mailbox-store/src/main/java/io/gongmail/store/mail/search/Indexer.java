package io.gongmail.store.mail.search;

import io.gongmail.store.StoreException;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.ArrivedContents;
import io.gongmail.store.mail.mailbox.ArrivedContents.Arrived;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the index. It follows the order in which contents arrived, from the mark that the index' last
 * commit holds, so that nothing waits in memory and nothing is forgotten by a crash. It lets deliveries go first: it begins when
 * none came for a while, and works a tenth of the time while they go on. What fails is begun again: from the last commit, then
 * from nothing.
 */
final class Indexer implements AutoCloseable {
    /**
     * How it gives way.
     *
     * @param start after the start of the process, before anything is opened
     * @param quiet so long nothing arrived before it begins
     * @param latest after so long it begins in any case
     */
    record Pace(Duration start, Duration quiet, Duration latest) {
        static final Pace STANDARD = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final int PAGE = 200;
    private static final int COMMIT_EACH = 5_000;
    private static final int MISSING = 10_000;
    private static final long SHARE = 9;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Path folder;
    private final ArrivedContents contents;
    private final Pace pace;
    private final Gone gone;
    private final BlockingQueue<Boolean> signal = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Sha256> missing = new ArrayBlockingQueue<>(MISSING);
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "indexer");

    private volatile CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile @Nullable TextIndex index;
    private volatile long lastArrival;
    private volatile boolean closing;
    private volatile boolean rebuild;
    private volatile boolean broken;
    private volatile boolean urgent;
    private volatile @Nullable Progress progress;
    private int uncommitted;
    private int failures;

    Indexer(Path folder, ArrivedContents contents, Gone gone, Pace pace) {
        this.folder = folder;
        this.contents = contents;
        this.gone = gone;
        this.pace = pace;
        this.lastArrival = System.nanoTime();
        thread.setDaemon(true);
    }

    void start() {
        contents.listen(() -> {
            lastArrival = System.nanoTime();
            signal.offer(true);
        });
        thread.start();
    }

    /** The index, when it is open. */
    Optional<TextIndex> index() {
        return Optional.ofNullable(index);
    }

    /** Completes when the index was opened, or that failed, after a {@link #wake}. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    /** Lets the index be opened now. */
    void wake() {
        urgent = true;
        signal.offer(true);
    }

    /** Somebody holds a content that is not in the index: it is taken in when there is time. */
    void lacks(Sha256 hash) {
        missing.offer(hash);
        signal.offer(true);
    }

    /** The index failed while it was read: it is built anew. */
    void isBroken() {
        broken = true;
        wake();
    }

    void rebuild() {
        rebuild = true;
        wake();
    }

    /** Completes when everything that arrived before this call is in the index. It does not give way to anything meanwhile. */
    CompletableFuture<Void> caughtUp() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.add(done);
        }
        wake();
        return done;
    }

    /** How far it is; empty before it was opened. */
    Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    private void run() {
        try {
            await(pace.start());
            while (!closing) {
                turn();
            }
        } catch (InterruptedException e) {
            LOG.debug("the indexer was interrupted");
        } finally {
            leave();
        }
    }

    /** One turn: catches up, then waits for what comes next. */
    private void turn() throws InterruptedException {
        try {
            catchUp(open());
            failures = 0;
            signal.poll(LONGEST_PAUSE.toSeconds(), TimeUnit.SECONDS);
            giveWay();
        } catch (IOException | AlreadyClosedException e) {
            failures++;
            LOG.warn("the search index failed, searches read messages meanwhile: {}", e.toString());
            opened.complete(null);
            leave();
            if (failures > 1) {
                delete();
            }
            pause();
        } catch (StoreException e) {
            LOG.warn("the search index cannot go on yet: {}", e.getMessage());
            pause();
        } catch (RuntimeException e) {
            failures++;
            LOG.error("the search index is begun anew", e);
            leave();
            delete();
            pause();
        }
    }

    private void pause() throws InterruptedException {
        // Who is in a hurry had a try; another comes no sooner for it, unless somebody asks anew.
        urgent = false;
        long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(failures, 10));
        await(Duration.ofSeconds(seconds));
    }

    private void await(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !closing && !urgent; left = end - System.nanoTime()) {
            signal.poll(left, TimeUnit.NANOSECONDS);
        }
    }

    private void giveWay() throws InterruptedException {
        long latest = System.nanoTime() + pace.latest().toNanos();
        while (!closing && !urgent) {
            long now = System.nanoTime();
            long left = Math.min(lastArrival + pace.quiet().toNanos() - now, latest - now);
            if (left <= 0) {
                return;
            }
            await(Duration.ofNanos(left));
        }
    }

    private TextIndex open() throws IOException {
        TextIndex open = index;
        if (broken) {
            leave();
            delete();
            open = null;
            broken = false;
        }
        if (open == null) {
            try {
                open = TextIndex.open(folder, contents.last());
            } catch (IOException e) {
                LOG.warn("the search index is built anew: {}", e.toString());
                delete();
                open = TextIndex.open(folder, contents.last());
            }
            index = open;
            opened.complete(null);
        }
        return open;
    }

    private void catchUp(TextIndex open) throws IOException, InterruptedException {
        Mark reached = open.mark();
        while (!closing && !broken) {
            // In this order: who asked after a rebuild was asked for waits for it.
            List<CompletableFuture<Void>> asked = asked();
            if (rebuild) {
                rebuild = false;
                reached = Mark.beginning(contents.last());
                open.deleteAll();
                commit(open, reached);
            }
            long began = System.nanoTime();
            List<Arrived> page = reached.walked().isPresent()
                    ? contents.above(reached.walked().get(), reached.number(), PAGE)
                    : contents.after(reached.number(), PAGE);
            for (Arrived arrived : page) {
                take(open, arrived.hash());
            }
            boolean walked = page.isEmpty() && reached.walked().isPresent();
            reached = after(reached, page);
            progress = Progress.of(open, contents, reached);
            if (page.isEmpty() && !walked) {
                takeMissing(open);
                if (uncommitted > 0 || !reached.equals(open.mark())) {
                    commit(open, reached);
                }
                if (answered(asked)) {
                    continue;
                }
                urgent = false;
                gone.sweep(open, false);
                return;
            }
            if (walked) {
                commit(open, reached);
                gone.sweep(open, true);
            } else if (uncommitted >= COMMIT_EACH) {
                commit(open, reached);
            }
            giveWayFor(System.nanoTime() - began);
        }
    }

    private static Mark after(Mark reached, List<Arrived> page) {
        if (reached.walked().isPresent()) {
            return page.isEmpty()
                    ? Mark.upTo(reached.number())
                    : new Mark(
                            reached.number(),
                            Optional.of(page.get(page.size() - 1).hash()));
        }
        return page.isEmpty() ? reached : Mark.upTo(page.get(page.size() - 1).number());
    }

    private void giveWayFor(long worked) throws InterruptedException {
        if (System.nanoTime() - lastArrival < pace.quiet().toNanos()) {
            await(Duration.ofNanos(worked * SHARE));
        }
    }

    private List<CompletableFuture<Void>> asked() {
        synchronized (waiting) {
            return List.copyOf(waiting);
        }
    }

    /** Whether others asked meanwhile. */
    private boolean answered(List<CompletableFuture<Void>> asked) {
        asked.forEach(each -> each.complete(null));
        synchronized (waiting) {
            waiting.removeAll(asked);
            return !waiting.isEmpty();
        }
    }

    private void take(TextIndex open, Sha256 hash) throws IOException {
        uncommitted++;
        IndexedText text = new IndexedText();
        try (InputStream message = contents.open(hash)) {
            MessageText.read(message, text);
        } catch (IOException e) {
            LOG.warn("content {} cannot be read for the search index: {}", hash, e.getMessage());
            open.putUnknown(hash);
            return;
        }
        open.put(hash, text);
    }

    private void takeMissing(TextIndex open) throws IOException {
        List<Sha256> lacked = new ArrayList<>();
        missing.drainTo(lacked);
        for (Sha256 hash : lacked.stream().distinct().toList()) {
            take(open, hash);
        }
    }

    private void commit(TextIndex open, Mark reached) throws IOException {
        open.commit(reached);
        uncommitted = 0;
    }

    private void leave() {
        TextIndex open = index;
        index = null;
        uncommitted = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("closing the search index: {}", e.toString());
            }
        }
    }

    private void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("the search index cannot be deleted: {}", e.toString());
        }
    }

    /** What was not committed is taken in again at the next start. */
    @Override
    public void close() {
        closing = true;
        signal.offer(true);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        asked().forEach(each -> each.cancel(false));
    }
}
