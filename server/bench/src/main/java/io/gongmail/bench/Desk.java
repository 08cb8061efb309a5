package io.gongmail.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.admin.AdminClient;
import io.gongmail.server.admin.Commands;
import io.gongmail.server.admin.LocalPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs {@code gongmail} commands against the running server: the same parsing, signing and socket as the command line has,
 * without a process for each. Thread-safe.
 */
final class Desk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AdminClient client;
    private final LocalPart local;

    /** @param data the server's {@code data/} */
    Desk(Path data) {
        this.client = new AdminClient(data.resolve("gongmail.sock"));
        this.local = new LocalPart(client, InputStream.nullInputStream(), new SecureRandom());
    }

    /** The server is there and says no. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Refused(String command, List<String> why) {
            super(command + ": " + String.join(" ", why));
            this.why = command + ": " + String.join(" ", why);
        }

        /** The command and what the server said to it. */
        String why() {
            return why;
        }
    }

    /**
     * What a command says, one value a line.
     *
     * @throws Refused when it exits with something else than 0
     * @throws IOException when there is no server, or it ends before it answers
     */
    List<JsonNode> run(String... command) throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.add("--json");
        AdminClient.Answer answer =
                client.run(arguments, local.inputOf(Commands.forParsing().parseArgs(arguments.toArray(new String[0]))));
        if (answer.exit() != 0) {
            throw new Refused(command[0] + " " + command[1], answer.err());
        }
        List<JsonNode> said = new ArrayList<>();
        for (String line : answer.out()) {
            said.add(json(line));
        }
        return said;
    }

    /** The one value that a command says. */
    JsonNode one(String... command) throws IOException {
        List<JsonNode> said = run(command);
        if (said.size() != 1) {
            throw new IOException(command[0] + " " + command[1] + ": " + said.size() + " answers instead of one");
        }
        return said.get(0);
    }

    /**
     * Returns when no mail waits in any queue.
     *
     * @throws Refused when some still do after a minute
     */
    void awaitEmptyQueue() throws IOException {
        long started = System.nanoTime();
        while (queued() > 0) {
            if (System.nanoTime() - started > PATIENCE) {
                throw new Refused("queue list", List.of(queued() + " mails stay in the queue"));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** How many mails wait in all queues. */
    long queued() throws IOException {
        long mails = 0;
        for (JsonNode queue : run("queue", "list")) {
            mails += queue.path("mails").asLong();
        }
        return mails;
    }

    private static JsonNode json(String line) throws IOException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("not JSON: " + line, e);
        }
    }
}
