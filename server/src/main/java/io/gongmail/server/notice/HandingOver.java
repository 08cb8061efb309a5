package io.gongmail.server.notice;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has notices handed over as soon as they come, on the thread of those that come due. Thread-safe. */
public final class HandingOver {
    private static final Logger LOG = LoggerFactory.getLogger(HandingOver.class);

    private final Executor timer;
    private final Runnable round;
    private final Duration moment;
    /** The round that is asked for and has not begun. */
    private final AtomicReference<CompletableFuture<Void>> next = new AtomicReference<>();

    /**
     * @param round hands over what is due
     * @param moment how long at most {@link #now} waits for it
     */
    public HandingOver(Executor timer, Runnable round, Duration moment) {
        this.timer = timer;
        this.round = round;
        this.moment = moment;
    }

    /**
     * Has the next round now, one for all who ask before it begins, and returns when it is over, or after a moment: whoever handed a
     * notice in hears that it was taken when all of its audience see it, unless they are very many. Fails with nothing: what
     * is not handed over now is so later.
     */
    public void now() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> asked = next.compareAndExchange(null, own);
        if (asked == null) {
            asked = own;
            try {
                timer.execute(() -> run(own));
            } catch (RejectedExecutionException e) {
                next.compareAndSet(own, null); // Nobody waits for a round that never begins.
                LOG.debug("this server stops; the next one goes on with it");
                return;
            }
        }
        await(asked);
    }

    private void run(CompletableFuture<Void> over) {
        next.set(null);
        try {
            round.run();
        } finally {
            over.complete(null);
        }
    }

    private void await(CompletableFuture<Void> over) {
        try {
            over.get(moment.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("notices are handed over later than they are answered: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
