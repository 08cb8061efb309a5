package io.gongmail.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A server of Debian's that stays in the foreground, with all processes below it; none outlives this process. */
final class PeerProcess implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Process process;
    private final LastDuty atTheEnd;

    private PeerProcess(Process process) throws IOException {
        this.process = process;
        try {
            this.atTheEnd = LastDuty.of("peer", this::stop);
        } catch (IOException e) {
            stop();
            throw e;
        }
    }

    /**
     * Starts it and returns when its port answers.
     *
     * @param output where it writes; told when it does not answer
     * @throws IOException also when this is not run as root, who alone may start one that drops to users of its own
     */
    static PeerProcess start(List<String> command, Path output, int port) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException(command.get(0) + ", of the peer, drops from root to its own users: run this as root");
        }
        PeerProcess started = new PeerProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
        try {
            started.awaitPort(command.get(0), output, port);
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    /** What a command of Debian's says. */
    static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (java.io.InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    long number() {
        return process.pid();
    }

    private void awaitPort(String name, Path output, int port) throws IOException {
        long started = System.nanoTime();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - started > PATIENCE) {
                    throw new IOException(name + " does not answer: " + Files.readString(output), e);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS);
            }
        }
    }

    @Override
    public void close() {
        stop();
        atTheEnd.close();
    }

    /** Asks it and all of its processes to stop, since not every one passes that on; kills what is left after 10 s. */
    private void stop() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            for (ProcessHandle each : all) {
                each.onExit().get(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Killed below.
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
