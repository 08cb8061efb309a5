package io.gongmail.server.agency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list as CSV (RFC 4180), whose first line names its columns in Korean or English, in any order. Immutable; thread-safe. Read
 * whole, within bounds on octets, lines and fields, or not at all.
 *
 * @param most lines below the heading
 */
public record ListFile(List<Column> columns, int most) {
    /** Octets of a list. */
    public static final int LARGEST = 8 * 1024 * 1024;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();

    /**
     * What may stand in a list.
     *
     * @param name by which a line is asked for it, and its heading in English
     * @param korean its heading in Korean
     * @param others what it may be called besides, in lower case without spaces
     * @param needed whether each line must have it
     * @param longest characters
     */
    public record Column(String name, String korean, Set<String> others, boolean needed, int longest) {
        public Column {
            others = Set.copyOf(others);
        }

        private boolean isNamed(String heading) {
            return heading.equals(name) || heading.equals(korean) || others.contains(heading);
        }

        @Override
        public String toString() {
            return name + " (" + korean + ")" + (needed ? "" : "?");
        }
    }

    public ListFile {
        columns = List.copyOf(columns);
    }

    /**
     * One line below the heading.
     *
     * @param number its number in the file; the heading is 1
     */
    public record Line(int number, Map<String, String> fields) {
        public Line {
            fields = Map.copyOf(fields);
        }

        /** The field of that column; empty where the list or the line has none. */
        public String field(String column) {
            return fields.getOrDefault(column, "");
        }
    }

    public Listed<List<Line>> read(byte[] octets, ListEncoding encoding) {
        Faults faults = new Faults();
        List<Line> lines = read(octets, encoding, faults);
        return faults.areThere() ? faults.told() : new Listed.Good<>(lines);
    }

    /** The lines that are good by themselves; what is wrong with the others goes to {@code faults}. */
    List<Line> read(byte[] octets, ListEncoding encoding, Faults faults) {
        if (octets.length > LARGEST) {
            faults.add(Told.of("G-361", "most", LARGEST / (1024 * 1024) + " MiB"));
            return List.of();
        }
        Optional<String> text = encoding.text(octets);
        if (text.isEmpty()) {
            faults.add(Told.of("G-362"));
            return List.of();
        }
        return lines(text.get(), faults);
    }

    private List<Line> lines(String text, Faults faults) {
        List<Line> lines = new ArrayList<>();
        int from = 1;
        int read = 0;
        try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
            Iterator<CSVRecord> records = parser.iterator();
            Map<Integer, Column> heading = records.hasNext() ? heading(records.next(), faults) : noHeading(faults);
            int width = heading.size();
            while (!heading.isEmpty()) {
                from = (int) parser.getCurrentLineNumber() + 1;
                if (!records.hasNext()) {
                    return lines;
                }
                CSVRecord record = records.next();
                if (read == most) {
                    faults.add(Told.of("G-364", "most", Integer.toString(most)));
                    return lines;
                }
                line(record, lineOf(parser, record), heading, width, faults).ifPresent(lines::add);
                read++;
            }
            return lines;
        } catch (UncheckedIOException | IOException e) {
            // Of a text in memory nothing else can go wrong.
            faults.add("G-373", from, Map.of());
            return lines;
        }
    }

    /** Where a record begins; blank lines before it are passed over. */
    private static int lineOf(CSVParser parser, CSVRecord record) {
        int within = 0;
        for (String field : record) {
            within += (int) field.chars().filter(c -> c == '\n').count();
        }
        return (int) parser.getCurrentLineNumber() - within;
    }

    private Map<Integer, Column> noHeading(Faults faults) {
        faults.add(Told.of("G-363", "columns", allowed()));
        return Map.of();
    }

    private Map<Integer, Column> heading(CSVRecord record, Faults faults) {
        Map<Integer, Column> found = new LinkedHashMap<>();
        for (int i = 0; i < record.size(); i++) {
            String heading = record.get(i).replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            Optional<Column> column =
                    columns.stream().filter(one -> one.isNamed(heading)).findFirst();
            if (column.isEmpty() || found.containsValue(column.get())) {
                faults.add(new Told("G-376", Map.of("heading", record.get(i), "columns", allowed())));
                return Map.of();
            }
            found.put(i, column.get());
        }
        for (Column column : columns) {
            if (column.needed() && !found.containsValue(column)) {
                faults.add(Told.of("G-363", "columns", allowed()));
                return Map.of();
            }
        }
        return found;
    }

    private String allowed() {
        return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
    }

    private static Optional<Line> line(
            CSVRecord record, int number, Map<Integer, Column> heading, int width, Faults faults) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (record.size() != width) {
            faults.add(
                    "G-372",
                    number,
                    Map.of("found", Integer.toString(record.size()), "expected", Integer.toString(width)));
            return Optional.empty();
        }
        int before = faults.count();
        heading.forEach((place, column) -> {
            String field = record.get(place);
            if (field.isBlank() && column.needed()) {
                faults.add("G-365", number, Map.of("column", column.name(), "columnKorean", column.korean()));
            } else if (field.length() > column.longest()) {
                faults.add(
                        "G-366",
                        number,
                        Map.of(
                                "column", column.name(),
                                "columnKorean", column.korean(),
                                "most", Integer.toString(column.longest())));
            } else if (field.chars().anyMatch(Character::isISOControl)) {
                faults.add("G-367", number, Map.of("column", column.name(), "columnKorean", column.korean()));
            }
            fields.put(column.name(), field.strip());
        });
        return faults.count() == before ? Optional.of(new Line(number, fields)) : Optional.empty();
    }
}
