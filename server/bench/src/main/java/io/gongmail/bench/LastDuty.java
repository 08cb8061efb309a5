package io.gongmail.bench;

import java.io.IOException;

/**
 * What is done of somebody else's when this process ends first: by SIGTERM, SIGINT or an exit, though not by SIGKILL. Who does it in order
 * closes this after. Thread-safe.
 */
final class LastDuty implements AutoCloseable {
    private final Thread duty;

    private LastDuty(Thread duty) {
        this.duty = duty;
    }

    /**
     * Has it done at the end, beside what others have to do, while other threads may still run.
     *
     * @throws IOException when this process is ending already, and it would not be done
     */
    static LastDuty of(String name, Runnable work) throws IOException {
        Thread duty = new Thread(work, name);
        try {
            Runtime.getRuntime().addShutdownHook(duty);
        } catch (IllegalStateException e) {
            throw new IOException("no " + name + " any more: this ends", e);
        }
        return new LastDuty(duty);
    }

    /** It is done; it need not be done at the end. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(duty);
        } catch (IllegalStateException e) {
            // It is the end.
        }
    }
}
