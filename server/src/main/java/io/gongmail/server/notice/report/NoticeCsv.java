package io.gongmail.server.notice.report;

import io.gongmail.store.registry.Whereabouts.Desk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Reports as CSV (RFC 4180) for spreadsheets: a value that one would take for a formula begins with an apostrophe. A line at a time, so
 * that nothing is held. Used by one thread.
 */
public final class NoticeCsv {
    /** In front of UTF-8, so that spreadsheets read it as that. */
    private static final String BOM = "\ufeff";

    /** What spreadsheets begin formulas with, also in the wide forms that East Asian ones know. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private final Appendable to;
    private final CSVPrinter printer;
    private boolean hasHeading;

    /** @param to written to as lines come, and not closed */
    public static NoticeCsv on(Appendable to) throws IOException {
        return new NoticeCsv(to);
    }

    NoticeCsv(Appendable to) throws IOException {
        this.to = to;
        this.printer = new CSVPrinter(to, CSVFormat.RFC4180);
    }

    /** One line for all, one for each agency, and one for each unit, told apart by the first column. */
    public void sums(NoticeSums sums) throws IOException {
        line(sums, "all", Desk.UNKNOWN, sums.all());
        for (NoticeSums.Line line : sums.agencies()) {
            line(sums, "agency", line.desk(), line.tally());
        }
        for (NoticeSums.Line line : sums.units()) {
            line(sums, "unit", line.desk(), line.tally());
        }
    }

    private void line(NoticeSums sums, String level, Desk desk, NoticeTally tally) throws IOException {
        List<String> names = new ArrayList<>(List.of("level", "agency", "agencyName", "unit"));
        List<Object> values = new ArrayList<>(List.of(level, desk.agency(), desk.agencyName(), desk.unit()));
        NoticeFacts.of(tally).forEach((name, value) -> {
            names.add(name);
            values.add(value);
        });
        names.add("taken");
        values.add(sums.taken().toString());
        line(names, values);
    }

    /** One member. */
    public void member(NoticeMember member) throws IOException {
        line(NoticeFacts.of(member));
    }

    /** Any other line; each has the same names. */
    public void line(Map<String, ?> facts) throws IOException {
        line(List.copyOf(facts.keySet()), List.copyOf(facts.values()));
    }

    private void line(List<String> names, List<?> values) throws IOException {
        if (!hasHeading) {
            to.append(BOM);
            printer.printRecord(names);
            hasHeading = true;
        }
        printer.printRecord(values.stream().map(NoticeCsv::harmless).toList());
    }

    private static Object harmless(Object value) {
        return value instanceof String text && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
