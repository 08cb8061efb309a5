package io.gongmail.server.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs real programs against servers under test. */
public final class Program {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Program() {}

    /** How a program ended, and all it said. */
    public record Outcome(int exit, String output) {}

    /** A missing program fails in continuous integration and skips elsewhere. */
    public static void needed(String program) {
        needed(
                program,
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))));
    }

    /** The same for what is found out otherwise. */
    public static void needed(String what, boolean there) {
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(what + " is not installed");
        }
        assumeTrue(there, what + " is not installed");
    }

    /** Runs {@code command}; it reads {@code input} and is ended after a minute. */
    public static Outcome run(List<String> command, Path input) {
        return run(command, input, PATIENCE);
    }

    /** The same, but it may take as long as {@code patience}. */
    public static Outcome run(List<String> command, Path input, Duration patience) {
        try {
            Path output = Files.createTempFile("gongmail-output", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(input.toFile())
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return fail(command.get(0) + " did not end: " + read(output));
                }
                return new Outcome(process.exitValue(), read(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted");
        }
    }

    /** Runs {@code command} without input. */
    public static Outcome run(String... command) {
        return run(List.of(command), Path.of("/dev/null"));
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
    }
}
