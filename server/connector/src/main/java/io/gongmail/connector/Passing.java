package io.gongmail.connector;

import io.gongmail.connector.tls.ServerConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Passes octets both ways, as they are. One buffer for each way and nothing else is held: who does not read makes the
 * other wait. A side that ends is ended towards the other, whose way stays open.
 */
final class Passing {
    private static final int BUFFER = 64 * 1024;

    private final Socket program;
    private final ServerConnection server;
    private final Runnable moved;
    private final Runnable ended;

    /**
     * @param moved after octets were passed
     * @param ended when a side has ended
     */
    Passing(Socket program, ServerConnection server, Runnable moved, Runnable ended) {
        this.program = program;
        this.server = server;
        this.moved = moved;
        this.ended = ended;
    }

    /** A way's end, which the side it leads to is told. */
    @FunctionalInterface
    private interface End {
        void tell() throws IOException;
    }

    /** Returns when both ways have ended, or {@code other} takes nothing any more; octets that were read before go first. */
    void run(byte[] toServer, byte[] toProgram, Executor other) throws IOException {
        CountDownLatch bothEnded = new CountDownLatch(1);
        try {
            other.execute(() -> {
                try {
                    carry(
                            toServer,
                            program.getInputStream(),
                            server.tls().getOutputStream(),
                            server.tls()::shutdownOutput);
                } catch (IOException e) {
                    abort();
                } finally {
                    bothEnded.countDown();
                }
            });
        } catch (RejectedExecutionException e) {
            abort(); // the connector stops at this moment
            return;
        }
        try {
            carry(toProgram, server.tls().getInputStream(), program.getOutputStream(), program::shutdownOutput);
        } catch (IOException e) {
            abort();
        }
        try {
            bothEnded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
        }
    }

    private void carry(byte[] first, InputStream in, OutputStream out, End end) throws IOException {
        out.write(first);
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            moved.run();
        }
        ended.run();
        end.tell();
    }

    private void abort() {
        server.abort();
        try {
            program.close();
        } catch (IOException e) {
            return; // it is gone either way
        }
    }
}
