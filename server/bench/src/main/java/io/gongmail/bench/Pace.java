package io.gongmail.bench;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * One step after the other at a steady pace on one event loop. A step that is due while the one before goes on begins when that
 * is over, and is told when it was due. Thread-safe.
 */
final class Pace {
    private final EventLoop loop;
    private final LongSupplier clock;
    private final long between;
    private final LongFunction<CompletableFuture<?>> step;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;

    /**
     * @param clock nanoseconds, as {@link System#nanoTime}
     * @param step told when it was due; completes when the next may begin
     */
    Pace(EventLoop loop, LongSupplier clock, double perSecond, LongFunction<CompletableFuture<?>> step) {
        this.loop = loop;
        this.clock = clock;
        this.between = (long) (1e9 / perSecond);
        this.step = step;
    }

    void start() {
        loop.execute(() -> next(clock.getAsLong()));
    }

    private void next(long due) {
        if (stopped) {
            ended.complete(null);
            return;
        }
        long early = due - clock.getAsLong();
        if (early > 0) {
            loop.schedule(() -> next(due), early, TimeUnit.NANOSECONDS);
            return;
        }
        step.apply(due).whenComplete((done, broken) -> {
            if (broken == null) {
                loop.execute(() -> next(due + between));
            } else {
                ended.completeExceptionally(broken);
            }
        });
    }

    /** Begins no further step. */
    void stop() {
        stopped = true;
    }

    /** When the last step is over. */
    CompletableFuture<Void> ended() {
        return ended;
    }
}
