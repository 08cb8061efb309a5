package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes content that nobody refers to: by itself as it is set, and when it is asked. One thread. What it removes was referred to
 * by nobody, nor put, nor read, since the grace began. Thread-safe.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final long PATIENCE_SECONDS = 30;

    private final Sweep sweep;
    private final SweepSettings settings;
    private final ScheduledThreadPoolExecutor thread;
    private CompletableFuture<Swept> asked = CompletableFuture.completedFuture(Swept.NOTHING);
    private boolean askedAnew;

    Sweeper(Sweep sweep, SweepSettings settings) {
        this.sweep = sweep;
        this.settings = settings;
        this.thread = new ScheduledThreadPoolExecutor(1, run -> {
            Thread made = new Thread(run, "content-sweeper");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        long every = settings.every().toMillis();
        if (every > 0) {
            thread.scheduleWithFixedDelay(
                    () -> swept(settings.live(), false, false, new CompletableFuture<>()),
                    every,
                    every,
                    TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Sweeps now, the segment that is being written too, which ends first. Who asks while such a sweep waits or runs is told of
     * that one. Fails as reading and writing fail; what was done until then stays done.
     *
     * @param live as in {@link SweepSettings}
     */
    public CompletableFuture<Swept> compact(int live) {
        return ask(live, false);
    }

    /**
     * The same, and everything that is in clear or sealed with another key than the one that seals now is written anew with it.
     * When nothing of it was damaged the other keys are needed no more, but for backups from before.
     *
     * @throws IllegalStateException when no key seals
     */
    public CompletableFuture<Swept> sealAnew(int live) {
        if (!sweep.seals()) {
            throw new IllegalStateException("there is no key that seals");
        }
        return ask(live, true);
    }

    private synchronized CompletableFuture<Swept> ask(int live, boolean anew) {
        if (asked.isDone() || anew && !askedAnew) {
            CompletableFuture<Swept> done = new CompletableFuture<>();
            thread.execute(() -> swept(live, true, anew, done));
            asked = done;
            askedAnew = anew;
        }
        return asked.copy();
    }

    /** Whether there is a key that seals what is written. */
    public boolean seals() {
        return sweep.seals();
    }

    public SweepSettings settings() {
        return settings;
    }

    /** How far the sweep is that runs, or what the last one came to. */
    public Swept progress() {
        return sweep.progress();
    }

    private void swept(int live, boolean all, boolean anew, CompletableFuture<Swept> done) {
        try {
            Swept swept = sweep.run(live, all, anew, settings.octetsASecond());
            if (swept.removed() > 0 || swept.files() > 0 || swept.damaged() > 0) {
                LOG.info("content was swept: {}", swept);
            }
            done.complete(swept);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (IOException | StoreException e) {
            LOG.warn("content cannot be swept yet: {}", e.getMessage());
            done.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            LOG.error("a sweep of content ended", e);
            done.completeExceptionally(e);
        }
    }

    /** Ends a sweep at its next step, and returns then. */
    @Override
    public void close() {
        sweep.stop();
        // Not interrupted: that would close segments to everybody.
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the sweep of content does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
