package io.gongmail.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of administration: a Unix socket, mode 0600. At most 4 commands at once and 16 waiting, a request of at
 * most 4 MiB that comes within 30 s, an answer that is taken within 30 s. Who goes beyond is told where that is possible, and
 * cut off. Thread-safe.
 */
public final class AdminSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
    private static final long A_WHILE = Duration.ofMillis(100).toNanos();
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What one peer may ask of it.
     *
     * @param atOnce commands that run
     * @param waiting commands that wait for that
     * @param largestRequest in octets
     * @param patience with a request to come, and with an answer to be taken
     */
    record Bounds(int atOnce, int waiting, int largestRequest, Duration patience) {
        static final Bounds USUAL = new Bounds(4, 16, 4 << 20, Duration.ofSeconds(30));
    }

    private final Administration administration;
    private final Path path;
    private final ScheduledExecutorService timer;
    private final Bounds bounds;
    private final ServerSocketChannel server;
    private final ThreadPoolExecutor threads;

    private AdminSocket(
            Administration administration,
            Path path,
            ScheduledExecutorService timer,
            Bounds bounds,
            ServerSocketChannel server) {
        this.administration = administration;
        this.path = path;
        this.timer = timer;
        this.bounds = bounds;
        this.server = server;
        this.threads = new ThreadPoolExecutor(
                bounds.atOnce(),
                bounds.atOnce(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(bounds.waiting()),
                work -> {
                    Thread thread = new Thread(work, "administration");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens the socket; one left over from a crash is replaced. Its folder is the server's own (0700), so nobody else gets
     * at it before its mode is set.
     *
     * @param timer closes connections that say nothing
     */
    public static AdminSocket open(Administration administration, Path path, ScheduledExecutorService timer)
            throws IOException {
        return open(administration, path, timer, Bounds.USUAL);
    }

    static AdminSocket open(Administration administration, Path path, ScheduledExecutorService timer, Bounds bounds)
            throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("the socket " + path + " cannot be opened: " + e.getMessage(), e);
        }
        AdminSocket socket = new AdminSocket(administration, path, timer, bounds, server);
        Thread accepting = new Thread(socket::accept, "administration-accept");
        accepting.setDaemon(true);
        accepting.start();
        return socket;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel peer = server.accept();
                try {
                    threads.execute(() -> serve(peer));
                } catch (RejectedExecutionException e) {
                    tooMany(peer);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("a command could not be taken: {}", e.getMessage());
                // Out of file descriptors, most likely: others must give some back first.
                LockSupport.parkNanos(A_WHILE);
            }
        }
    }

    /** A line fits into a socket nobody has written to, so this does not wait for the peer. */
    private static void tooMany(SocketChannel peer) throws IOException {
        try (peer) {
            PrintWriter answer = new PrintWriter(Channels.newWriter(peer, StandardCharsets.UTF_8), false);
            refuse(answer, "too many commands at this moment; try again", 1);
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            byte[] request = inTime(peer, () -> line(peer));
            StringWriter told = new StringWriter();
            answer(request, new PrintWriter(told), progress -> tellNow(peer, progress));
            inTime(peer, () -> {
                PrintWriter answer = new PrintWriter(Channels.newWriter(peer, StandardCharsets.UTF_8), false);
                answer.print(told);
                answer.flush();
                return told;
            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("a command was not answered: {}", e.toString());
        }
    }

    private interface Talk<T> {
        T go() throws IOException;
    }

    /** A peer that does not do its part in time is cut off, which ends the talk. */
    private <T> T inTime(SocketChannel peer, Talk<T> talk) throws IOException {
        ScheduledFuture<?> overdue =
                timer.schedule(() -> close(peer), bounds.patience().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return talk.go();
        } finally {
            overdue.cancel(false);
        }
    }

    /** While a command runs. Its peer may be gone, which ends it. */
    private void tellNow(SocketChannel peer, String progress) {
        try {
            byte[] line =
                    (JSON.writeValueAsString(Map.of("progress", progress)) + "\n").getBytes(StandardCharsets.UTF_8);
            inTime(peer, () -> {
                ByteBuffer rest = ByteBuffer.wrap(line);
                while (rest.hasRemaining()) {
                    peer.write(rest);
                }
                return rest;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("who asked for it is gone: " + e.getMessage(), e);
        }
    }

    private void answer(byte[] request, PrintWriter answer, Consumer<String> progress) throws IOException {
        JsonNode asked;
        try {
            asked = JSON.readTree(request);
        } catch (JsonProcessingException e) {
            refuse(answer, "not a request", 2);
            return;
        }
        List<String> arguments = new ArrayList<>();
        asked.path("args").forEach(argument -> arguments.add(argument.asText()));
        Map<String, String> input = new HashMap<>();
        asked.path("input")
                .fields()
                .forEachRemaining(
                        field -> input.put(field.getKey(), field.getValue().asText()));
        if (arguments.isEmpty()) {
            refuse(answer, "a request without a command", 2);
            return;
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Commands.run(
                administration,
                arguments.toArray(String[]::new),
                input,
                progress,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        tell(answer, "out", out.toString());
        tell(answer, "err", err.toString());
        answer.println(JSON.writeValueAsString(Map.of("exit", exit)));
    }

    private static void tell(PrintWriter answer, String where, String text) throws JsonProcessingException {
        for (String line : text.lines().toList()) {
            answer.println(JSON.writeValueAsString(Map.of(where, line)));
        }
    }

    private static void refuse(PrintWriter answer, String why, int exit) throws IOException {
        tell(answer, "err", why);
        answer.println(JSON.writeValueAsString(Map.of("exit", exit)));
        answer.flush();
    }

    private byte[] line(SocketChannel peer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bounds.largestRequest());
        while (buffer.hasRemaining()) {
            int from = buffer.position();
            if (peer.read(buffer) < 0) {
                throw new IOException("it ended before its line did");
            }
            for (int i = from; i < buffer.position(); i++) {
                if (buffer.get(i) == '\n') {
                    byte[] line = new byte[i];
                    buffer.get(0, line);
                    return line;
                }
            }
        }
        throw new IOException("a request of more than " + bounds.largestRequest() + " octets");
    }

    private static void close(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            LOG.debug("closed already", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("the socket {} did not close in order: {}", path, e.getMessage());
        }
        threads.shutdownNow();
    }
}
