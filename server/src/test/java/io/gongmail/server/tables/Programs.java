package io.gongmail.server.tables;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Asks programs of this machine for their versions, each for ten seconds at most. */
final class Programs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 60;
    /** 7.88.1, or a day as in 20220429. */
    private static final Pattern VERSION = Pattern.compile("\\d\\.\\d|\\b\\d{8}\\b");

    private Programs() {}

    /** The first line with a version in it that the command says; what went wrong where there is none, and empty without a command. */
    static String version(String command) {
        if (command.isEmpty()) {
            return "";
        }
        try {
            Path said = Files.createTempFile("gongmail-version", ".txt");
            try {
                Process asked = new ProcessBuilder(List.of(command.split(" ")))
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(said.toFile())
                        .start();
                if (!asked.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    asked.descendants().forEach(ProcessHandle::destroyForcibly);
                    asked.destroyForcibly();
                    return "does not tell";
                }
                return Files.readString(said, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> VERSION.matcher(line).find())
                        .map(Programs::shortened)
                        .findFirst()
                        .orElse("does not tell");
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            return "not installed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "does not tell";
        }
    }

    private static String shortened(String line) {
        String words = line.strip()
                .replaceFirst(" \\(.*", "")
                .replaceFirst("^ldapsearch: @\\(#\\) \\$", "")
                .replaceFirst("^/\\S*/", "");
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST).strip() + "…";
    }
}
