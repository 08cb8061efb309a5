package io.gongmail.server.config;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of octets, written {@code 512}, {@code 4 KiB}, {@code 64 MiB} or {@code 1 GiB}. */
public record DataSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)?");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size below zero");
        }
    }

    public static DataSize kibibytes(long count) {
        return new DataSize(count << 10);
    }

    public static DataSize mebibytes(long count) {
        return new DataSize(count << 20);
    }

    /** As it is written; empty when that is none. */
    public static Optional<DataSize> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift = switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        long count = Long.parseLong(matcher.group(1));
        return count > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(new DataSize(count << shift));
    }

    /** As an int, for APIs that count so. */
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    /** As people read it, rounded, in powers of 1,024: 512 KiB, 3.5 MiB, 10 GiB. */
    public String shown() {
        double shown = bytes / 1_024.0;
        for (String unit : List.of("KiB", "MiB")) {
            if (shown < 1_024) {
                return told(shown, unit);
            }
            shown /= 1_024;
        }
        return told(shown, "GiB");
    }

    private static String told(double shown, String unit) {
        return new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(shown) + " " + unit;
    }

    @Override
    public String toString() {
        if (bytes > 0 && bytes % (1 << 30) == 0) {
            return (bytes >> 30) + " GiB";
        }
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        if (bytes > 0 && bytes % (1 << 10) == 0) {
            return (bytes >> 10) + " KiB";
        }
        return Long.toString(bytes);
    }
}
