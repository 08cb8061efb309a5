package io.gongmail.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A demo server in a process of its own, which can be killed, and does not outlive this one. Not thread-safe. */
final class ServerProcess implements AutoCloseable {
    /** For one that lives for seconds: what C2 would spend on it never comes back. */
    static final String FOR_SECONDS = "-Xmx768m -XX:+UseG1GC -XX:MaxGCPauseMillis=40 -XX:TieredStopAtLevel=1";

    /** A first start makes the accounts, of which there may be 100,000. */
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private final Process process;
    private final LastDuty atTheEnd;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        try {
            this.atTheEnd = LastDuty.of("server", this::stop);
        } catch (IOException e) {
            stop();
            throw e;
        }
    }

    /**
     * Starts it on {@code home} from this process' own class path and returns when it said {@code ready}. Its log goes to
     * {@code log}.
     */
    static ServerProcess start(Path home, int officials, int basePort, Path log) throws IOException {
        return start(
                "",
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx768m",
                                        "-XX:+UseG1GC",
                                        "-XX:MaxGCPauseMillis=40",
                                        "-Dfile.encoding=UTF-8",
                                        "-Dlogback.configurationFile="
                                                + installation().resolve("conf/logback.xml"),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "io.gongmail.demo.Demo"),
                                options(home, officials, basePort))
                        .toList(),
                log);
    }

    /**
     * Starts it on {@code home} as who installs it would start it, by {@code scripts/gongmail demo}, and returns when it said
     * {@code ready}. Its log goes to {@code log}.
     */
    static ServerProcess byCommand(Path home, int officials, int basePort, Path log) throws IOException {
        return byCommand(home, officials, 50, basePort, log);
    }

    /** @param keys how many of the officials have keys */
    static ServerProcess byCommand(Path home, int officials, int keys, int basePort, Path log) throws IOException {
        return byCommand(home, officials, keys, basePort, log, "");
    }

    /** @param jvm options in the place of those that it is installed with; empty leaves these */
    static ServerProcess byCommand(Path home, int officials, int keys, int basePort, Path log, String jvm)
            throws IOException {
        return start(
                jvm,
                Stream.concat(
                                Stream.of(
                                        installation()
                                                .resolve("scripts/gongmail")
                                                .toString(),
                                        "demo",
                                        "--keys",
                                        Integer.toString(keys)),
                                options(home, officials, basePort))
                        .toList(),
                log);
    }

    private static Stream<String> options(Path home, int officials, int basePort) {
        return Stream.of(
                "--home",
                home.toString(),
                "--officials",
                Integer.toString(officials),
                "--base-port",
                Integer.toString(basePort));
    }

    private static Path installation() {
        return Path.of(System.getenv().getOrDefault("GONGMAIL_INSTALLATION", "."));
    }

    private static ServerProcess start(String jvm, List<String> command, Path log) throws IOException {
        ProcessBuilder starting =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (!jvm.isEmpty()) {
            starting.environment().put("GONGMAIL_JAVA_OPTS", jvm);
        }
        Process process = starting.start();
        ServerProcess server = new ServerProcess(process);
        try {
            server.untilReady().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException | TimeoutException e) {
            server.kill();
            throw new IOException("the server did not become ready, see " + log, e);
        } catch (InterruptedException e) {
            server.kill();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server started", e);
        }
    }

    /** The number of its process, which is all of the server. */
    long process() {
        return process.pid();
    }

    /** What of its memory is resident, in KiB, as the kernel counts. */
    long residentKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no VmRSS in /proc/" + process.pid() + "/status");
    }

    /** Reads standard output to its end, so that the server never waits for us; completes at the line {@code ready}. */
    private CompletableFuture<Void> untilReady() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (line.equals("ready")) {
                                ready.complete(null);
                            }
                        }
                        ready.completeExceptionally(new IOException("it ended"));
                    } catch (IOException e) {
                        ready.completeExceptionally(e);
                    }
                },
                "server-output");
        reader.setDaemon(true);
        reader.start();
        return ready;
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        await();
        atTheEnd.close();
    }

    @Override
    public void close() {
        stop();
        atTheEnd.close();
    }

    /** Asks it to stop in order; kills it after 30 s. */
    private void stop() {
        process.destroy();
        if (!await()) {
            process.destroyForcibly();
            await();
        }
    }

    private boolean await() {
        try {
            return process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
