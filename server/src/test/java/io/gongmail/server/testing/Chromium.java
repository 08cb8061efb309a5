package io.gongmail.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real Chromium without a screen, driven by chromedriver (W3C WebDriver over HTTP). Each has a home of its own: profile, anchors
 * and certificates are nobody else's. Not thread-safe.
 */
public final class Chromium implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** W3C WebDriver §6.6. */
    private static final Set<String> GONE = Set.of("stale element reference", "no such element");

    private static final int ATTEMPTS = 3;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final URI base;
    private final String session;

    private Chromium(Process driver, URI base, Path profile, Optional<URI> presentsTo, List<String> more) {
        this.driver = driver;
        this.base = base;
        List<String> arguments = new ArrayList<>(List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--force-prefers-reduced-motion",
                "--hide-scrollbars",
                "--user-data-dir=" + profile));
        arguments.addAll(more);
        Map<String, Object> options = new LinkedHashMap<>(Map.of("args", arguments));
        // The same setting as the policy AutoSelectCertificateForUrls, for this profile alone: nobody is there to
        // choose.
        presentsTo.ifPresent(door -> options.put(
                "prefs",
                Map.of(
                        "profile.content_settings.exceptions.auto_select_certificate",
                        Map.of(
                                door.getScheme() + "://" + door.getAuthority() + ",*",
                                Map.of("setting", Map.of("filters", List.of(Map.of())))))));
        JsonNode opened = call(
                "POST",
                "/session",
                Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options))));
        this.session = "/session/" + opened.get("sessionId").asText();
    }

    /** Skips the test, or under CI fails it, where something is missing. */
    public static void needed() {
        Stream.of("chromium", "chromedriver", "certutil", "pk12util").forEach(Program::needed);
    }

    /**
     * Starts one that trusts a server's authority.
     *
     * @param home an empty folder
     * @param anchor PEM
     * @param p12 a certificate with its key, password {@code changeit}, that is presented at {@code door}; none where empty
     * @param arguments more of them, for the browser
     */
    public static Chromium open(Path home, Path anchor, Optional<Path> p12, URI door, String... arguments) {
        try {
            Path store = Files.createDirectories(home.resolve(".pki/nssdb"));
            String at = "sql:" + store;
            Path nothing = Files.writeString(home.resolve("nothing"), "");
            ran(List.of("certutil", "-N", "--empty-password", "-d", at), nothing);
            ran(List.of("certutil", "-A", "-n", "server-ca", "-t", "C,,", "-i", anchor.toString(), "-d", at), nothing);
            if (p12.isPresent()) {
                ran(List.of("pk12util", "-i", p12.get().toString(), "-d", at, "-W", "changeit"), nothing);
            }
            return driven(home, 1, p12.map(shown -> door), List.of(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The driver takes a port that is free for IPv6, and ends where somebody else has it for IPv4; and a browser may not come up on a
     * machine with much else to do: then both are started again.
     */
    private static Chromium driven(Path home, int attempt, Optional<URI> presentsTo, List<String> arguments)
            throws IOException {
        Path log = home.resolve("chromedriver-" + attempt + ".log");
        ProcessBuilder builder = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process driver = builder.start();
        try {
            Optional<String> port = port(driver, log);
            assertThat(port).as("chromedriver said: %s", Files.readString(log)).isPresent();
            URI base = URI.create("http://127.0.0.1:" + port.orElseThrow());
            return new Chromium(driver, base, home.resolve("profile-" + attempt), presentsTo, arguments);
        } catch (RuntimeException | Error e) {
            end(driver, driver.descendants().toList());
            if (attempt == ATTEMPTS) {
                throw e;
            }
        }
        return driven(home, attempt + 1, presentsTo, arguments);
    }

    /** The driver, and what it has started: as long as one of them runs, it may write to the home, which is deleted next. */
    private static void end(Process driver, List<ProcessHandle> started) {
        driver.destroy();
        try {
            driver.waitFor(10, TimeUnit.SECONDS);
            driver.destroyForcibly();
            await().atMost(Duration.ofSeconds(10)).until(() -> started.stream().noneMatch(Chromium::runs));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ConditionTimeoutException e) {
            started.stream().filter(Chromium::runs).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Not that it has ended, and nobody has asked how (proc(5)). */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    private static void ran(List<String> command, Path input) {
        Program.Outcome outcome = Program.run(command, input);
        if (outcome.exit() != 0) {
            fail(String.join(" ", command) + ": " + outcome.output());
        }
    }

    /** Empty when the driver ended instead of listening. */
    private static Optional<String> port(Process driver, Path log) {
        AtomicReference<Optional<String>> port = new AtomicReference<>(Optional.empty());
        // Where it does not come up, what it said is in the failure.
        await().atMost(PATIENCE).untilAsserted(() -> {
            boolean ended = !driver.isAlive();
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                port.set(Optional.of(ready.group(1)));
            }
            assertThat(ended || port.get().isPresent())
                    .as("chromedriver said: %s", Files.readString(log))
                    .isTrue();
        });
        return port.get();
    }

    public void go(URI page) {
        call("POST", session + "/url", Map.of("url", page.toString()));
    }

    public URI url() {
        return URI.create(call("GET", session + "/url", Map.of()).asText());
    }

    /** What a person reads of the first element that fits. */
    public String text(String css) {
        return call("GET", element(css) + "/text", Map.of()).asText();
    }

    public boolean has(String css) {
        return !call("POST", session + "/elements", Map.of("using", "css selector", "value", css))
                .isEmpty();
    }

    /** What a field has. */
    public String value(String css) {
        return call("GET", element(css) + "/property/value", Map.of()).asText();
    }

    public void click(String css) {
        call("POST", element(css) + "/click", Map.of());
    }

    /** Clicks on what leads to another page, and waits until that is there. */
    public void follow(String css) {
        String before = element("html");
        click(css);
        await().atMost(PATIENCE).until(() -> isGone(before) && isWhole());
    }

    /** Whether the page has been read to its end. */
    private boolean isWhole() {
        try {
            return run("document.readyState").asText().equals("complete");
        } catch (AssertionError e) {
            return false; // The page before has just gone.
        }
    }

    /** Whether its page has gone. Any other answer may be of a page that is only about to go. */
    private boolean isGone(String element) {
        try {
            HttpResponse<byte[]> response = send("GET", element + "/name", Map.of());
            return response.statusCode() != 200
                    && GONE.contains(json.readTree(response.body())
                            .path("value")
                            .path("error")
                            .asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types into a field; into one for files, the file's path. */
    public void type(String css, String text) {
        call("POST", element(css) + "/value", Map.of("text", text));
    }

    /** In place of what stands in the field. */
    public void retype(String css, String text) {
        call("POST", element(css) + "/clear", Map.of());
        type(css, text);
    }

    /** Types where the focus is. */
    public void press(String keys) {
        List<Map<String, String>> actions = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            actions.add(Map.of("type", "keyDown", "value", key));
            actions.add(Map.of("type", "keyUp", "value", key));
        });
        call(
                "POST",
                session + "/actions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** The value of a script; promises are waited for. Works where pages have no scripts, too. */
    public JsonNode run(String script) {
        JsonNode told =
                cdp("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (told.has("exceptionDetails")) {
            fail(told.get("exceptionDetails").toString());
        }
        return told.get("result").path("value");
    }

    /** Pages have no scripts from now on. */
    public void withoutScripts() {
        cdp("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    /** The page is so wide from now on, in CSS pixels. */
    public void width(int pixels) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Whether a person would have to scroll sideways. */
    public boolean isTooWide() {
        return run("document.documentElement.scrollWidth > innerWidth").asBoolean();
    }

    /** What axe-core finds wrong with this page, by WCAG 2.2 AA and good practice; empty where nothing. */
    public List<String> violations() {
        run(axe());
        JsonNode found = run("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
                + " 'best-practice']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html)"
                + ".join(' , ')))");
        List<String> violations = new ArrayList<>();
        found.forEach(violation -> violations.add(violation.asText()));
        return violations;
    }

    private static String axe() {
        try (InputStream in = Chromium.class.getResourceAsStream("/axe-core/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe-core is not in the class path: npm ci brings it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what a person sees to a file, PNG. */
    public void shoot(Path file) {
        try {
            Files.write(
                    file,
                    Base64.getDecoder()
                            .decode(call("GET", session + "/screenshot", Map.of())
                                    .asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the whole page, past what a person sees without scrolling, to a file, PNG; its folder is made. */
    public void shootWhole(Path file) {
        JsonNode size = cdp("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        Map<String, Object> clip = Map.of(
                "x", 0,
                "y", 0,
                "width", size.get("width").asInt(),
                "height", size.get("height").asInt(),
                "scale", 1);
        JsonNode shot = cdp("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is downloaded from now on comes to that folder. */
    public void downloadsTo(Path folder) {
        cdp("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    private JsonNode cdp(String command, Map<String, Object> parameters) {
        return call("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private String element(String css) {
        if (!css.equals("html") && !has(css)) {
            fail("no %s on %s: %s", css, url(), text("html"));
        }
        JsonNode found = call("POST", session + "/element", Map.of("using", "css selector", "value", css));
        return session + "/element/" + found.elements().next().asText();
    }

    private JsonNode call(String method, String path, Map<String, ?> body) {
        try {
            HttpResponse<byte[]> response = send(method, path, body);
            JsonNode value = json.readTree(response.body()).path("value");
            if (response.statusCode() != 200) {
                fail(method + " " + path + " " + body + ": "
                        + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> send(String method, String path, Map<String, ?> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body))
                                : HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> started = driver.descendants().toList();
        try {
            call("DELETE", session, Map.of());
        } finally {
            end(driver, started);
        }
    }
}
