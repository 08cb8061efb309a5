package io.gongmail.server.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The page of James' IMAP scripts: what became of each. {@code JamesScriptsTest} passes where a script has been answered as it says, and
 * where it is known to be answered otherwise and was, which {@code known-differences.txt} tells with the cause.
 */
final class ImapScripts {
    static final String FILE = "imap-scripts.md";
    private static final String TEST = "io.gongmail.server.imap.scripts.JamesScriptsTest";
    /** How the cause begins of a script whose answers, as James has them, an RFC forbids. */
    private static final Pattern FORBIDDEN = Pattern.compile("RFC \\d+ §[^:]* forbids? it: .*");

    private ImapScripts() {}

    static List<Row> rows() {
        return Definitions.read("scripts.txt", 4, 4);
    }

    /** {@code Suite.test} to the cause, as the tests read them. */
    static Map<String, String> differences() {
        Map<String, String> causes = new TreeMap<>();
        for (String line : Definitions.lines("/io/gongmail/server/imap/scripts/known-differences.txt")) {
            String[] parts = line.split(": ", 2);
            causes.put(parts[0], parts[1]);
        }
        return causes;
    }

    /** What became of a script, by the locales it was run in. */
    private record Script(Outcome outcome, int times) {}

    static Page page(List<Row> rows, Map<String, String> differences, Reports reports, Proof proof) {
        Map<String, Map<String, Script>> suites = new TreeMap<>();
        for (Reports.Case one : reports.within(TEST)) {
            if (one.type().length() > TEST.length() && !one.method().isEmpty()) {
                suites.computeIfAbsent(one.type().substring(TEST.length() + 1), suite -> new TreeMap<>())
                        .merge(
                                script(one.method()),
                                new Script(one.outcome(), 1),
                                (before, now) ->
                                        new Script(before.outcome().or(now.outcome()), before.times() + now.times()));
            }
        }
        List<List<String>> table = new ArrayList<>();
        int differ = 0;
        int forbidden = 0;
        int runs = 0;
        for (Row row : rows) {
            proof.of(FILE, row, row.cell(2));
            String suite = suite(row);
            for (Map.Entry<String, Script> script :
                    suites.getOrDefault(suite, Map.of()).entrySet()) {
                String cause = differences.getOrDefault(suite + "." + script.getKey(), "");
                differ += cause.isEmpty() ? 0 : 1;
                forbidden += FORBIDDEN.matcher(cause).matches() ? 1 : 0;
                runs += script.getValue().times();
                Outcome outcome = script.getValue().outcome();
                table.add(List.of(
                        row.name(),
                        script.getKey(),
                        outcome == Outcome.PASSED && !cause.isEmpty() ? "differs" : outcome.toString(),
                        cause));
            }
        }
        suites.keySet().stream()
                .filter(suite -> rows.stream().noneMatch(row -> suite(row).equals(suite)))
                .forEach(suite -> proof.lacks(FILE + ": " + suite + " was run and has no row"));
        Page page = new Page(
                FILE,
                "James' IMAP scripts",
                "The conversations that Apache James 3.8.1 tests its own IMAP server with, against Gongmail, over TLS, each script's users with"
                        + " certificates of their own; most in three locales. " + table.size() + " scripts in " + runs
                        + " runs: "
                        + (table.size() - differ) + " are answered as they say, " + differ
                        + " otherwise, for the cause that is told. " + forbidden
                        + " of these want an answer that an RFC forbids; of the " + (table.size() - forbidden)
                        + " others " + (table.size() - differ)
                        + " are answered as they say. A script that differs and is not known to, and one that is known to and does"
                        + " not, fail the build.");
        page.columns("suite", "laid down in", "what it asks");
        rows.forEach(row -> page.row(List.of(row.name(), row.cell(1), row.cell(3))));
        page.heading("Each script");
        page.columns("suite", "script", "in this run", "why it is answered otherwise");
        table.forEach(page::row);
        return page;
    }

    private static String suite(Row row) {
        return TestName.of(row.cell(2)).type().substring(TEST.length() + 1);
    }

    /** Without the locale, as {@code KnownDifferences} has it. */
    private static String script(String method) {
        return method.replaceFirst("(US|ITALY|Italy|IT|KOREA|Korea|KO)$", "");
    }
}
