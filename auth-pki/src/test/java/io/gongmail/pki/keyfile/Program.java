package io.gongmail.pki.keyfile;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs real programs. A missing one fails in continuous integration and skips elsewhere. */
final class Program {
    private static final int MINUTES = 5;

    private Program() {}

    static void needed(String program) {
        needed(
                program,
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))));
    }

    static void needed(String what, boolean there) {
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(what + " is not installed");
        }
        assumeTrue(there, what + " is not installed");
    }

    /** All it said; that it failed is a failure. */
    static String succeeds(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile("gongmail-output", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return fail(command[0] + " did not end: " + said(output));
            }
            if (process.exitValue() != 0) {
                return fail(String.join(" ", command) + ": " + said(output));
            }
            return said(output);
        } finally {
            Files.delete(output);
        }
    }

    private static String said(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
