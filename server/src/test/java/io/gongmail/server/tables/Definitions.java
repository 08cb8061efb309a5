package io.gongmail.server.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads files of rows: {@code == SECTION}, cells with bars between them, comments behind {@code #}; each tells its cells at its head. */
final class Definitions {
    private Definitions() {}

    /** The rows of a resource of this package, each with {@code least} to {@code most} cells. */
    static List<Row> read(String file, int least, int most) {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : lines(file)) {
            if (line.startsWith("== ")) {
                section = line.substring(3).strip();
                continue;
            }
            List<String> cells =
                    Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() < least || cells.size() > most || cells.get(0).isEmpty()) {
                throw new IllegalStateException(file + " has a row of other cells than its head says: " + line);
            }
            rows.add(new Row(section, cells));
        }
        return rows;
    }

    /** What a resource says, by its path from this package, without comments and empty lines. */
    static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Definitions.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
