package io.gongmail.store.mail.search;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.mailbox.StoredMappers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.mailbox.store.search.MessageSearchIndex;

/**
 * Searches of one store. Thread-safe. At most {@link #AT_ONCE} run at once and {@link #WAITING} wait; who comes then is told
 * BUSY. Closing it leaves database and contents open.
 */
public final class MailSearch implements AutoCloseable {
    static final int AT_ONCE = 8;
    static final int WAITING = 1_000;

    private final Indexer indexer;
    private final ThreadPoolExecutor searches;
    private final MessageSearchIndex searching;

    private MailSearch(Indexer indexer, Finding finding) {
        this.indexer = indexer;
        AtomicInteger number = new AtomicInteger();
        // Not a scheduler that interrupts who is not waited for any more: that would close the files it reads from.
        searches = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "search-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        searches.allowCoreThreadTimeOut(true);
        searches.setRejectedExecutionHandler((work, full) -> {
            throw new StoreException(Kind.BUSY, "too many searches at once");
        });
        searching = new Searching(finding, searches);
    }

    /** Searches what {@code mappers} have; the index is in {@code folder}, and is opened a little later. */
    public static MailSearch open(Path folder, StoredMappers mappers) {
        return open(folder, mappers, Indexer.Pace.STANDARD);
    }

    /** As {@link #open(Path, StoredMappers)}, but begins at once and gives way to nothing; for tests. */
    public static MailSearch openAtOnce(Path folder, StoredMappers mappers) {
        return open(folder, mappers, new Indexer.Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private static MailSearch open(Path folder, StoredMappers mappers, Indexer.Pace pace) {
        Indexer indexer = new Indexer(folder, mappers.contents(), new Gone(mappers.held()), pace);
        indexer.start();
        return new MailSearch(indexer, new Finding(mappers.memberships(), mappers.rows(), indexer));
    }

    /** For James' managers. */
    public MessageSearchIndex index() {
        return searching;
    }

    /** How far the index is; empty before it was opened. */
    public Optional<Progress> progress() {
        return indexer.progress();
    }

    /** Takes everything out of the index and in again; meanwhile searches read messages. Returns at once. */
    public void rebuild() {
        indexer.rebuild();
    }

    /** Completes when all that arrived before this call is in the index; cancelled when this is closed. */
    public CompletableFuture<Void> caughtUp() {
        return indexer.caughtUp();
    }

    @Override
    public void close() {
        searches.shutdown();
        indexer.close();
    }
}
