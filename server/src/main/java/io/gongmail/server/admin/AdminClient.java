package io.gongmail.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The person's side of the socket: one command, one answer. */
public final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(AdminClient.class);
    private final Path socket;

    /** @param socket {@code data/gongmail.sock} */
    public AdminClient(Path socket) {
        this.socket = socket;
    }

    /** No server answers at the socket. */
    public static final class NobodyThere extends IOException {
        private static final long serialVersionUID = 1L;

        NobodyThere(Path socket, IOException cause) {
            super(
                    "no server is running here (" + socket + ": " + cause.getMessage()
                            + "); start it with: gongmail start --conf DIR",
                    cause);
        }
    }

    /** What a command said, and its exit code. */
    public record Answer(List<String> out, List<String> err, int exit) {
        public Answer {
            out = List.copyOf(out);
            err = List.copyOf(err);
        }
    }

    /** Runs a command in the server that is soon done. */
    public Answer run(List<String> arguments, Map<String, String> input) throws IOException {
        return run(arguments, input, progress -> {});
    }

    /**
     * Runs a command in the server.
     *
     * @param progress is told, while it runs, how far it is
     * @throws NobodyThere when no server answers
     * @throws IOException when it ended without an answer
     */
    public Answer run(List<String> arguments, Map<String, String> input, Consumer<String> progress) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new NobodyThere(socket, e);
        }
        try (channel) {
            ByteBuffer request =
                    ByteBuffer.wrap((JSON.writeValueAsString(Map.of("args", arguments, "input", input)) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            try {
                while (request.hasRemaining()) {
                    channel.write(request);
                }
            } catch (IOException e) {
                // Too busy to listen: what it said instead is still to be read.
                LOG.debug("the request was not taken whole", e);
            }
            List<String> out = new ArrayList<>();
            List<String> err = new ArrayList<>();
            BufferedReader answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode said = JSON.readTree(line);
                if (said.has("exit")) {
                    return new Answer(out, err, said.get("exit").asInt());
                }
                if (said.has("progress")) {
                    progress.accept(said.get("progress").asText());
                    continue;
                }
                (said.has("out") ? out : err)
                        .add(said.path(said.has("out") ? "out" : "err").asText());
            }
            throw new IOException("the server ended without an answer; see its log");
        }
    }
}
