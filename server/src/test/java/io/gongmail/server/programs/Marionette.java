package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The far end of Marionette, by which Mozilla's programs are driven from outside: packets {@code LENGTH:[0, id, name, parameters]},
 * answered by {@code LENGTH:[1, id, error, result]}. Scripts run with the program's own rights in its main window.
 */
final class Marionette implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LONGEST = 64 << 20;

    private final ObjectMapper json = new ObjectMapper();
    private final Socket socket;
    private final InputStream in;
    private int last;

    Marionette(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) PATIENCE.plusSeconds(10).toMillis());
        in = new BufferedInputStream(socket.getInputStream());
        packet(); // It introduces itself.
        call(
                "WebDriver:NewSession",
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "timeouts",
                                        Map.of("script", PATIENCE.toMillis()),
                                        "unhandledPromptBehavior",
                                        "ignore"))));
        call("Marionette:SetContext", Map.of("value", "chrome"));
    }

    /** The value of a script; promises are waited for. */
    JsonNode run(String script, Object... arguments) throws IOException {
        return call(
                        "WebDriver:ExecuteScript",
                        Map.of("script", script, "args", List.of(arguments), "sandbox", "system"))
                .path("value");
    }

    /** What the window shows, PNG. */
    byte[] screenshot() throws IOException {
        return Base64.getDecoder()
                .decode(call("WebDriver:TakeScreenshot", Map.of("full", false))
                        .path("value")
                        .asText());
    }

    /** The program ends, as far as it is up to it. */
    void quit() throws IOException {
        call("Marionette:Quit", Map.of("flags", List.of("eForceQuit")));
    }

    private JsonNode call(String name, Map<String, ?> parameters) throws IOException {
        int id = ++last;
        byte[] command = json.writeValueAsBytes(List.of(0, id, name, parameters));
        socket.getOutputStream().write((command.length + ":").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(command);
        socket.getOutputStream().flush();
        JsonNode answer = packet();
        if (answer.path(1).asInt() != id || !answer.path(2).isNull()) {
            return fail(name + " " + parameters + ": "
                    + answer.path(2).path("message").asText() + "\n"
                    + answer.path(2).path("stacktrace").asText());
        }
        return answer.path(3);
    }

    private JsonNode packet() throws IOException {
        int length = 0;
        for (int octet = in.read(); octet != ':'; octet = in.read()) {
            if (octet < '0' || octet > '9' || length > LONGEST) {
                throw new EOFException("the program has closed the connection, or speaks otherwise");
            }
            length = length * 10 + octet - '0';
        }
        return json.readTree(in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
