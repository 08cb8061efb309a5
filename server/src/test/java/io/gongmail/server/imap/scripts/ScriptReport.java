package io.gongmail.server.imap.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of each script, written as a table to {@code target/james-scripts.md} when the run ends. */
final class ScriptReport implements AutoCloseable {
    private static final Path TABLE = Path.of("target", "james-scripts.md");

    private final Map<String, String> rows = new TreeMap<>();
    private int passed;
    private int known;

    synchronized void add(String test, @Nullable Throwable difference, Optional<String> cause) {
        if (difference == null) {
            passed++;
            rows.put(test, "passed | ");
        } else if (cause.isPresent()) {
            known++;
            rows.put(test, "differs | " + cause.get() + " — " + told(difference));
        } else {
            rows.put(test, "FAILED | " + told(difference));
        }
    }

    private static String told(Throwable difference) {
        return ("" + difference.getMessage())
                .strip()
                .replaceAll("\\s*\\R\\s*", " · ")
                .replace("|", "\\|");
    }

    @Override
    public synchronized void close() throws IOException {
        StringBuilder table = new StringBuilder("# James' IMAP scripts against this server\n\n");
        table.append(rows.size())
                .append(" run, ")
                .append(passed)
                .append(" passed, ")
                .append(known)
                .append(" known to differ, ")
                .append(rows.size() - passed - known)
                .append(" failed.\n\n| script | outcome | cause |\n| --- | --- | --- |\n");
        rows.forEach((test, outcome) ->
                table.append("| ").append(test).append(" | ").append(outcome).append(" |\n"));
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.writeString(TABLE, table);
    }
}
