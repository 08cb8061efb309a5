package io.gongmail.server.signin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads and timers that run what they were given when told to. */
final class ByHand extends ScheduledThreadPoolExecutor {
    private record Work(Runnable what, long nanos) {}

    private final List<Work> waiting = new ArrayList<>();
    boolean full;

    ByHand() {
        super(0);
    }

    @Override
    public void execute(Runnable work) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        waiting.add(new Work(work, 0));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        if (full) {
            throw new RejectedExecutionException("stopped");
        }
        waiting.add(new Work(new FutureTask<>(work), unit.toNanos(delay)));
        return null;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return schedule(Executors.callable(work), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        return null;
    }

    List<Long> delays() {
        return waiting.stream().map(Work::nanos).toList();
    }

    void clear() {
        waiting.clear();
    }

    void runNext() {
        waiting.remove(0).what().run();
    }

    void runAll() {
        while (!waiting.isEmpty()) {
            runNext();
        }
    }
}
