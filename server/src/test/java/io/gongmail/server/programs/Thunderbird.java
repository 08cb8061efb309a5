package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.clientsetup.ThunderbirdFleet;
import io.gongmail.server.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Thunderbird on a screen of its own. Its installation is a copy, by links, of the machine's, with the fleet's files put
 * where whoever looks after many computers puts them; its profile is new. What the person does is in {@code thunderbird.js}.
 */
final class Thunderbird implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/thunderbird");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Nothing is asked, offered or fetched at the first start, and a message that is looked at is read at once. */
    private static final String QUIET = """
            user_pref("marionette.port", 0);
            user_pref("mail.provider.suppress_dialog_on_startup", true);
            user_pref("mail.shell.checkDefaultClient", false);
            user_pref("mail.spotlight.firstRunDone", true);
            user_pref("mail.rights.version", 1);
            user_pref("mailnews.start_page.enabled", false);
            user_pref("mailnews.start_page_override.mstone", "ignore");
            user_pref("mail.inappnotifications.enabled", false);
            user_pref("app.donation.eoy.version.viewed", 999);
            user_pref("app.update.enabled", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("toolkit.telemetry.enabled", false);
            user_pref("extensions.getAddons.cache.enabled", false);
            user_pref("extensions.update.enabled", false);
            user_pref("mailnews.mark_message_read.delay", false);
            """;

    private final Display display;
    private final Process process;
    private final Path log;
    private final Marionette marionette;

    private Thunderbird(Display display, Process process, Path log, Marionette marionette) {
        this.display = display;
        this.process = process;
        this.log = log;
        this.marionette = marionette;
    }

    /** Skips the test, or under CI fails it, where something is missing. */
    static void needed() {
        Stream.of("thunderbird", "Xvfb").forEach(Program::needed);
        Program.needed("a Korean font (fonts-nanum)", Files.isDirectory(Path.of("/usr/share/fonts/truetype/nanum")));
    }

    /**
     * Starts one.
     *
     * @param home an empty folder
     * @param service what the fleet is told of
     */
    static Thunderbird open(Path home, MailService service) throws IOException {
        Path program = installed(home.resolve("thunderbird"), service);
        Path profile = Files.createDirectories(home.resolve("profile"));
        Files.writeString(profile.resolve("user.js"), QUIET);
        Path log = home.resolve("thunderbird.log");
        Display display = Display.open(home);
        Process process = started(program, profile, display, log);
        try {
            Path port = profile.resolve("MarionetteActivePort");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(!process.isAlive() || Files.exists(port) && Files.size(port) > 0)
                            .as(Files.readString(log))
                            .isTrue());
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Marionette marionette =
                    new Marionette(Integer.parseInt(Files.readString(port).strip()));
            marionette.run(script());
            return new Thunderbird(display, process, log, marionette);
        } catch (IOException | RuntimeException | Error e) {
            Display.end(process);
            display.close();
            throw e;
        }
    }

    /** Thunderbird looks for policies and preferences beside the file that runs, so that one is no link. */
    private static Path installed(Path own, MailService service) throws IOException {
        Files.createDirectories(own.resolve("distribution"));
        Files.createDirectories(own.resolve("defaults/pref"));
        try (Stream<Path> files = Files.list(INSTALLED)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.equals("thunderbird-bin")) {
                    Files.copy(file, own.resolve(name));
                } else if (!name.equals("thunderbird") && !name.equals("defaults") && !name.equals("distribution")) {
                    Files.createSymbolicLink(own.resolve(name), file.toRealPath());
                }
            }
        }
        try (Stream<Path> files = Files.list(INSTALLED.resolve("defaults/pref"))) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(
                        own.resolve("defaults/pref").resolve(file.getFileName().toString()), file.toRealPath());
            }
        }
        Files.writeString(own.resolve("distribution/policies.json"), ThunderbirdFleet.policies(service));
        return own.resolve("thunderbird-bin");
    }

    private static Process started(Path program, Path profile, Display display, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--profile",
                        profile.toString(),
                        "--no-remote",
                        "--marionette",
                        "--remote-allow-system-access")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().remove("DBUS_SESSION_BUS_ADDRESS");
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.environment().put("DISPLAY", display.name());
        builder.environment().put("HOME", profile.getParent().toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("MOZ_CRASHREPORTER_DISABLE", "1");
        return builder.start();
    }

    private static String script() throws IOException {
        try (InputStream in = Thunderbird.class.getResourceAsStream("thunderbird.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The person does that; waited for. */
    JsonNode person(String does, Object... with) throws IOException {
        try {
            return marionette.run("return person." + does + "(...arguments)", with);
        } catch (AssertionError | IOException e) {
            throw new AssertionError(does + ": " + e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    /** What the window shows, PNG; the folder is made. */
    void shoot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, marionette.screenshot());
    }

    @Override
    public void close() throws IOException {
        try {
            marionette.quit();
            process.onExit()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .exceptionally(e -> process)
                    .join();
        } catch (AssertionError | IOException e) {
            // It has ended already, or it is ended now.
        } finally {
            marionette.close();
            Display.end(process);
            display.close();
        }
    }
}
