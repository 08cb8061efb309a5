package io.gongmail.server.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A page of Markdown with tables, being written. For one thread. */
final class Page {
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private final String file;
    private final List<String> lines = new ArrayList<>();

    Page(String file, String title, String words) {
        this.file = file;
        lines.add(
                "<!-- Written by scripts/test from the reports of its tests. Rows are changed in server/src/test/resources/…/tables. -->");
        lines.add("# " + title);
        text(words);
    }

    /** Its name in {@code server/src/site}. */
    String file() {
        return file;
    }

    void heading(String heading) {
        lines.add("");
        lines.add("## " + heading);
    }

    void text(String words) {
        lines.add("");
        lines.add(words);
    }

    void items(List<String> words) {
        lines.add("");
        words.forEach(each -> lines.add("- " + each));
    }

    void columns(String... names) {
        lines.add("");
        row(List.of(names));
        row(IntStream.range(0, names.length).mapToObj(column -> "---").toList());
    }

    void row(List<String> cells) {
        lines.add(cells.stream()
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\s*\\R\\s*", " "))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    String written() {
        return String.join("\n", lines) + "\n";
    }

    /** The same without what stands in that column of its tables, from 0 on, which is another on each machine. */
    static String without(int column, String page) {
        return page.lines()
                .map(line -> line.startsWith("| ") ? without(line, column) : line)
                .collect(Collectors.joining("\n"));
    }

    private static String without(String row, int column) {
        List<String> cells = new ArrayList<>(List.of(BAR.split(row, -1)));
        if (column + 1 < cells.size()) {
            cells.set(column + 1, " ");
        }
        return String.join("|", cells);
    }
}
