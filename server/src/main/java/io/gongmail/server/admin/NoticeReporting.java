package io.gongmail.server.admin;

import io.gongmail.server.notice.report.NoticeCsv;
import io.gongmail.server.notice.report.NoticeFacts;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.notice.report.NoticeSums;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeReminder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Tells what became of a notice, in all, by agency and by unit: who has it, read it, deleted it unread, cannot have it,",
            "from whom it was taken back. Some seconds old while it is looked at again and again."
        })
final class NoticeReporting implements Callable<Integer> {
    /** How it is told. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(index = "0", paramLabel = "NUMBER")
    private NoticeNumber number = new NoticeNumber(new UUID(0, 0));

    @Option(names = "--members", description = "Each member in the place of sums, as it stands now.")
    private boolean members;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "One of table, csv and json; default: table. CSV begins with a byte order mark, for spreadsheets.")
    private String format = "table";

    NoticeReporting(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        NoticeReports reports = context.services().noticeRecords().reports();
        Optional<Format> wanted = format();
        if (wanted.isEmpty()) {
            return report.couldNot("--format is one of table, csv and json");
        }
        if (members) {
            return each(reports, wanted.get()) ? 0 : unknown();
        }
        Optional<NoticeSums> sums = reports.of(number);
        return sums.isPresent() ? told(sums.get(), wanted.get()) : unknown();
    }

    private Optional<Format> format() {
        if (report.isJson()) {
            return Optional.of(Format.JSON);
        }
        try {
            return Optional.of(Format.valueOf(format.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int unknown() {
        return report.couldNot(context.services().words(), "G-947", Map.of());
    }

    private int told(NoticeSums sums, Format wanted) throws IOException {
        switch (wanted) {
            case TABLE -> {
                Map<String, Object> facts = NoticeFacts.of(sums);
                List<?> agencies = (List<?>) facts.remove("agencies");
                List<?> units = (List<?>) facts.remove("units");
                List<?> corrections = (List<?>) facts.remove("corrections");
                report.whole(facts);
                corrections.forEach(line -> report.row(row("correction", line)));
                agencies.forEach(line -> report.row(row("agency", line)));
                units.forEach(line -> report.row(row("unit", line)));
            }
            case CSV -> NoticeCsv.on(report.out()).sums(sums);
            case JSON -> report.object(NoticeFacts.of(sums));
        }
        return 0;
    }

    private static Map<String, Object> row(String level, Object line) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("level", level);
        ((Map<?, ?>) line).forEach((name, value) -> row.put(String.valueOf(name), value));
        return row;
    }

    private boolean each(NoticeReports reports, Format wanted) throws IOException {
        NoticeCsv csv = NoticeCsv.on(report.out());
        try {
            return reports.members(number, member -> {
                switch (wanted) {
                    case TABLE -> report.row(NoticeFacts.of(member));
                    case JSON -> report.object(NoticeFacts.of(member));
                    case CSV -> line(csv, NoticeFacts.of(member));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void line(NoticeCsv csv, Map<String, ?> facts) {
        try {
            csv.line(facts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> facts(NoticeReminder reminder) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reminder", reminder.id().toString());
        facts.put("notice", reminder.notice().toString());
        facts.put("members", reminder.members());
        facts.put("asked", reminder.asked().toString());
        return facts;
    }
}
