package io.gongmail.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, closed in reverse. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        opened.push(part);
        return part;
    }

    /** What is opened beside the rest. */
    interface Opening<T> {
        /** Waits until it is open. */
        T opened() throws IOException, InterruptedException;
    }

    /** Opens a part on a thread of its own, while others are opened; closed in its turn. */
    <T extends AutoCloseable> Opening<T> beside(String name, Callable<T> opening) {
        FutureTask<T> task = new FutureTask<>(opening);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        add(() -> {
            try {
                task.get().close();
            } catch (ExecutionException e) {
                LOG.debug("nothing was opened by {}, as who waited for it was told", name);
            }
        });
        return () -> {
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException told ? told : new IOException(e.getCause());
            }
        };
    }

    /** A thread of its own for what happens at its time. */
    ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        // What is not to happen any more holds nothing.
        timer.setRemoveOnCancelPolicy(true);
        add(timer::shutdownNow);
        return timer;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) { // the others are closed all the same
                LOG.error("{} did not close in order", part.getClass().getSimpleName(), e);
            }
        }
    }
}
