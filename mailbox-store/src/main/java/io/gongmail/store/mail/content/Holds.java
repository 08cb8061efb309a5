package io.gongmail.store.mail.content;

import java.util.concurrent.atomic.AtomicBoolean;

/** Who wants everything to stay where it is, against the one thread that removes and moves. Thread-safe. */
final class Holds {
    private int held;
    private boolean removing;
    private boolean closing;

    /** Waits for the end of the step that is under way, which is short. */
    synchronized Hold hold() {
        boolean interrupted = false;
        while (removing) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        held++;
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                release();
            }
        };
    }

    private synchronized void release() {
        held--;
        notifyAll();
    }

    /** Begins a step as soon as nobody holds; false when the store is closing. {@link #end} is to follow. */
    synchronized boolean begin() throws InterruptedException {
        while (held > 0 && !closing) {
            wait();
        }
        removing = !closing;
        return removing;
    }

    synchronized void end() {
        removing = false;
        notifyAll();
    }

    /** No step begins any more. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }
}
