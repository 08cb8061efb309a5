package io.gongmail.server.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Debian's Evolution on a screen and a session bus of its own, with one account, at a connector. What the person does is in {@code
 * evolution.py}, which also ends all that Evolution has started.
 */
final class Evolution implements AutoCloseable {
    /** Debian's own has the bindings that Debian packs. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Nothing is asked or shown besides mail, and no network is looked for. */
    private static final String QUIET = """
            [org/gnome/evolution/mail]
            prompt-check-if-default-mailer=false
            show-startup-wizard=false
            show-to-do-bar=false
            [org/gnome/evolution/shell]
            use-header-bar=false
            [org/gnome/evolution-data-server]
            network-monitor-gio-name='always-online'
            [org/gnome/desktop/interface]
            toolkit-accessibility=true
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final Display display;
    private final Process process;
    private final Path log;
    private final Writer commands;
    private final BufferedReader answers;

    private Evolution(Display display, Process process, Path log) {
        this.display = display;
        this.process = process;
        this.log = log;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Skips the test, or under CI fails it, where something is missing. */
    static void needed() {
        Stream.of("evolution", "dbus-daemon", "Xvfb").forEach(Program::needed);
        Program.needed("at-spi2-core", Files.exists(Path.of("/usr/libexec/at-spi-bus-launcher")));
        Program.needed(
                "python3-gi with gir1.2-atspi-2.0",
                Program.run("env", PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')")
                                .exit()
                        == 0);
    }

    /**
     * Starts one, which has not opened its window yet.
     *
     * @param home of somebody who has run none before
     */
    static Evolution open(ProgramHome home, TestPerson whose, LocalConnector connector) throws IOException {
        home.octets(".config/glib-2.0/settings/keyfile", QUIET);
        sources(whose, connector)
                .forEach((name, text) -> write(home, ".config/evolution/sources/" + name + ".source", text));
        // The folder it had open last.
        write(home, ".config/evolution/mail/state.ini", """
                [Folder Tree]
                Selected=folder://gongmail/INBOX
                [Store gongmail]
                Expanded=true
                """);
        Path script = home.folder().resolve("evolution.py");
        try (InputStream in = Evolution.class.getResourceAsStream("evolution.py")) {
            Files.copy(in, script);
        }
        Display display = Display.open(home.folder());
        try {
            Path log = home.folder().resolve("evolution.log");
            return new Evolution(display, started(script, home.folder(), display, log), log);
        } catch (IOException | RuntimeException e) {
            display.close();
            throw e;
        }
    }

    private static void write(ProgramHome home, String name, String text) {
        try {
            home.octets(name, Letter.octets(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The account as its assistant would keep it: where mail is, who writes, and where mail goes. */
    private static Map<String, String> sources(TestPerson whose, LocalConnector connector) {
        return Map.of(
                "gongmail", """
                        [Data Source]
                        DisplayName=Gongmail
                        Enabled=true
                        Parent=
                        [Mail Account]
                        BackendName=imapx
                        IdentityUid=gongmail-identity
                        NeedsInitialSetup=false
                        [Imapx Backend]
                        UseIdle=true
                        [Refresh]
                        Enabled=false
                        """ + access(connector, connector.imapPort()),
                "gongmail-identity", """
                        [Data Source]
                        DisplayName=Gongmail
                        Enabled=true
                        Parent=gongmail
                        [Mail Identity]
                        Name=홍길동
                        Address=%s
                        [Mail Submission]
                        TransportUid=gongmail-transport
                        SentFolder=folder://gongmail/Sent
                        UseSentFolder=true
                        [Mail Composition]
                        DraftsFolder=folder://gongmail/Drafts
                        """.formatted(whose.address()),
                "gongmail-transport", """
                        [Data Source]
                        DisplayName=Gongmail
                        Enabled=true
                        Parent=gongmail
                        [Mail Transport]
                        BackendName=smtp
                        """ + access(connector, connector.smtpPort()));
    }

    /** Without TLS, which the connector has. */
    private static String access(LocalConnector connector, int port) {
        return """
                [Authentication]
                Host=127.0.0.1
                Port=%d
                User=%s
                Method=PLAIN
                RememberPassword=false
                [Security]
                Method=none
                """.formatted(port, connector.user());
    }

    private static Process started(Path script, Path home, Display display, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON, script.toString()).redirectError(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("XDG_") || name.matches("(?i).*_proxy"));
        environment.remove("WAYLAND_DISPLAY");
        environment.remove("NO_AT_BRIDGE");
        environment.remove("AT_SPI_BUS_ADDRESS");
        Path run = Files.createDirectory(
                home.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        environment.put("XDG_RUNTIME_DIR", run.toString());
        environment.put("DISPLAY", display.name());
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("GDK_BACKEND", "x11");
        environment.put("GSETTINGS_BACKEND", "keyfile");
        // Where this runs may itself be a container, in which no other can be made.
        environment.put("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        environment.put("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        return builder.start();
    }

    /** The person does that; it is not waited for what comes of it. */
    JsonNode person(String does, Object... with) throws IOException {
        List<Object> command = new ArrayList<>(List.of(does));
        command.addAll(List.of(with));
        try {
            commands.write(json.writeValueAsString(command) + "\n");
            commands.flush();
            JsonNode answer = json.readTree(
                    CompletableFuture.supplyAsync(this::answer).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            if (answer.has("value")) {
                return answer.get("value");
            }
            throw new AssertionError(does + ": " + answer.path("error").asText() + "\n" + logged());
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IOException(does + ": " + e + "\n" + logged(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(does, e);
        }
    }

    private String answer() {
        try {
            String line = answers.readLine();
            return line == null ? "{\"error\": \"nothing answers\"}" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String logged() throws IOException {
        String said = Files.readString(log, StandardCharsets.UTF_8);
        return said.substring(Math.max(0, said.length() - 10_000));
    }

    @Override
    public void close() {
        try {
            commands.close();
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Display.end(process);
            display.close();
        }
    }
}
