package io.gongmail.server.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page that puts other servers beside this one. What of them is told has a source; what of this server is told is yes where a
 * row of {@link Extensions}, or the row itself, has a test, and that test passed.
 */
final class Comparison {
    static final String FILE = "comparison.md";
    static final String SOURCES = "Sources";
    private static final List<String> OTHERS = List.of("Dovecot", "Stalwart", "Cyrus");
    private static final String UNKNOWN = "unknown";
    /** {@code yes D1}, {@code partly D2 with the plugin imap-acl}, {@code unknown}. */
    private static final Pattern TOLD = Pattern.compile("(yes|no|partly) ([A-Z]\\d+)(?: (.+))?");

    private Comparison() {}

    static List<Row> rows() {
        return Definitions.read("comparison.txt", 2, 6);
    }

    static Page page(List<Row> rows, List<Row> extensions, Proof proof) {
        Page page = new Page(
                FILE,
                "Beside other servers",
                "What Dovecot, Stalwart and Cyrus announce or do, each in one version, by what is public of it; and what Gongmail does, which"
                        + " is yes only where a test of it passed in the run that wrote this page. \"partly\" is what needs more than the server's own"
                        + " settings, or is less than the extension; \"unknown\" is what no source at hand tells. Letters name the sources below.");
        Map<String, Row> announced = extensions.stream()
                .collect(Collectors.toMap(Comparison::key, Function.identity(), (one, other) -> one, TreeMap::new));
        Map<String, Row> compared = rows.stream()
                .filter(row -> !row.section().equals(SOURCES))
                .collect(Collectors.toMap(
                        Comparison::key,
                        Function.identity(),
                        (one, other) -> {
                            throw new IllegalStateException(FILE + " compares twice: " + one);
                        },
                        TreeMap::new));
        String section = "";
        for (Row row : rows) {
            if (row.section().equals(SOURCES)) {
                continue;
            }
            if (!row.section().equals(section)) {
                section = row.section();
                page.heading(section);
                page.columns("what", "Gongmail", "Dovecot", "Stalwart", "Cyrus", "words");
            }
            page.row(cells(row, ours(row, Optional.ofNullable(announced.get(key(row))), proof)));
        }
        List<Row> alone = extensions.stream()
                .filter(row -> !compared.containsKey(key(row)))
                .toList();
        if (!alone.isEmpty()) {
            page.heading("Not compared yet");
            page.columns("what", "Gongmail", "Dovecot", "Stalwart", "Cyrus", "words");
            alone.forEach(row -> page.row(List.of(
                    row.section() + " `" + row.name() + "`",
                    ours(row, Optional.of(row), proof),
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    "")));
        }
        page.heading(SOURCES);
        page.text("What the others do is told by these:");
        page.items(rows.stream()
                .filter(row -> row.section().equals(SOURCES))
                .map(row -> "**" + row.name() + "** " + row.cell(1))
                .toList());
        return page;
    }

    private static String key(Row row) {
        return row.section() + " " + row.name();
    }

    private static String ours(Row row, Optional<Row> announced, Proof proof) {
        String tests = row.cell(5).isEmpty() || announced.isPresent()
                ? announced.map(extension -> extension.cell(2)).orElse("")
                : row.cell(5);
        if (tests.isEmpty()) {
            return "no";
        }
        return proof.of(FILE, row, tests) == Outcome.PASSED ? "yes" : "NOT PROVED";
    }

    private static List<String> cells(Row row, String ours) {
        String name = row.section().startsWith("Beyond") ? row.name() : "`" + row.name() + "`";
        return List.of(name, ours, told(row, 0), told(row, 1), told(row, 2), row.cell(1));
    }

    private static String told(Row row, int other) {
        String cell = row.cell(2 + other);
        if (cell.equals(UNKNOWN)) {
            return cell;
        }
        Matcher told = TOLD.matcher(cell);
        if (!told.matches()) {
            throw new IllegalStateException(FILE + ": " + row + ": of " + OTHERS.get(other)
                    + " it must tell yes, no or partly with a source, or unknown: " + cell);
        }
        String words = told.group(3) == null ? "" : ": " + told.group(3);
        return told.group(1) + words + " (" + told.group(2) + ")";
    }

    /** The sources that rows name. */
    static List<String> named(List<Row> rows) {
        return rows.stream()
                .filter(row -> !row.section().equals(SOURCES))
                .flatMap(row -> row.cells().subList(2, Math.min(5, row.cells().size())).stream())
                .map(TOLD::matcher)
                .filter(Matcher::matches)
                .map(told -> told.group(2))
                .distinct()
                .toList();
    }
}
