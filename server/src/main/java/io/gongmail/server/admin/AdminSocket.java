package io.gongmail.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of administration: a Unix socket, mode 0600. At most 4 commands at once and 16 waiting, a request of at
 * most 1 MiB that comes within 30 s. Thread-safe.
 */
public final class AdminSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int AT_ONCE = 4;
    private static final int WAITING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Administration administration;
    private final Path path;
    private final ScheduledExecutorService timer;
    private final ServerSocketChannel server;
    private final ThreadPoolExecutor threads;

    private AdminSocket(
            Administration administration, Path path, ScheduledExecutorService timer, ServerSocketChannel server) {
        this.administration = administration;
        this.path = path;
        this.timer = timer;
        this.server = server;
        this.threads = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
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
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("the socket " + path + " cannot be opened: " + e.getMessage(), e);
        }
        AdminSocket socket = new AdminSocket(administration, path, timer, server);
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
                    peer.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("a command could not be taken: {}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            ScheduledFuture<?> overdue = timer.schedule(() -> close(peer), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            byte[] request = line(peer);
            overdue.cancel(false);
            PrintWriter answer = new PrintWriter(Channels.newWriter(peer, StandardCharsets.UTF_8), false);
            int exit = answer(request, answer);
            answer.println(JSON.writeValueAsString(Map.of("exit", exit)));
            answer.flush();
        } catch (IOException | RuntimeException e) {
            LOG.warn("a command was not answered: {}", e.toString());
        }
    }

    private int answer(byte[] request, PrintWriter answer) throws IOException {
        JsonNode asked = JSON.readTree(request);
        String[] arguments = JSON.convertValue(asked.path("args"), String[].class);
        Map<String, String> input = new HashMap<>();
        asked.path("input")
                .fields()
                .forEachRemaining(
                        field -> input.put(field.getKey(), field.getValue().asText()));
        if (arguments == null || arguments.length == 0) {
            throw new IOException("a request without a command");
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                Commands.run(administration, arguments, input, new PrintWriter(out, true), new PrintWriter(err, true));
        for (String line : out.toString().lines().toList()) {
            answer.println(JSON.writeValueAsString(Map.of("out", line)));
        }
        for (String line : err.toString().lines().toList()) {
            answer.println(JSON.writeValueAsString(Map.of("err", line)));
        }
        return exit;
    }

    private static byte[] line(SocketChannel peer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_REQUEST);
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
        throw new IOException("a request of more than " + LARGEST_REQUEST + " octets");
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
