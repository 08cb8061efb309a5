package io.gongmail.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One turn of one server.
 *
 * @param processor what the server's processes used, until they were at rest again
 * @param generator what this process used
 */
record Turn(Results results, Duration wall, Duration processor, Duration generator) {
    private static final long TO_REST = TimeUnit.MILLISECONDS.toNanos(700);

    /** What is measured. */
    @FunctionalInterface
    interface Work {
        Results done() throws IOException, InterruptedException;
    }

    /** Runs {@code load} and measures what it costs {@code server}. */
    static Turn of(Contestant server, Supplier<CompletableFuture<Results>> load)
            throws IOException, InterruptedException {
        return measured(server, () -> {
            try {
                return load.get().get();
            } catch (ExecutionException e) {
                throw new IOException("the load broke: " + e.getCause(), e);
            }
        });
    }

    /** Does {@code work} and measures what it costs {@code server}. */
    static Turn measured(Contestant server, Work work) throws IOException, InterruptedException {
        Duration before = server.used();
        Duration own = own();
        long begun = System.nanoTime();
        Results results = work.done();
        Duration wall = Duration.ofNanos(System.nanoTime() - begun);
        Duration generator = own().minus(own);
        // What goes on after the last answer, sessions that end and processes that are reaped, is the server's work
        // too.
        LockSupport.parkNanos(TO_REST);
        return new Turn(results, wall, server.used().minus(before), generator);
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The same, where every visit has to succeed. */
    Turn whole() throws IOException {
        if (results.failed() > 0 || results.succeeded() == 0) {
            throw new IOException(results.failed() + " of " + (results.failed() + results.succeeded()) + " failed: "
                    + results.firstFailure().orElse("none was begun"));
        }
        return this;
    }

    double perSecond() {
        return results.units() / (wall.toNanos() / 1e9);
    }

    double perProcessorSecond() {
        return results.units() / (processor.toNanos() / 1e9);
    }

    /** The server's milliseconds of processor time for each. */
    double millisecondsEach() {
        return processor.toNanos() / 1e6 / results.units();
    }
}
