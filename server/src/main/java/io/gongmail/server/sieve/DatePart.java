package io.gongmail.server.sieve;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.dom.datetime.DateTime;
import org.apache.james.mime4j.field.datetime.parser.DateTimeParser;
import org.apache.james.mime4j.field.datetime.parser.ParseException;
import org.apache.james.mime4j.field.datetime.parser.TokenMgrError;

/** Which part of a date is compared (RFC 5260 §4.2). */
enum DatePart {
    YEAR("uuuu"),
    MONTH("MM"),
    DAY("dd"),
    DATE("uuuu-MM-dd"),
    JULIAN(""),
    HOUR("HH"),
    MINUTE("mm"),
    SECOND("ss"),
    TIME("HH:mm:ss"),
    ISO8601("uuuu-MM-dd'T'HH:mm:ssxxx"),
    STD11("EEE, dd MMM uuuu HH:mm:ss xx"),
    ZONE("xx"),
    WEEKDAY("");

    /** A longer value is no date. */
    private static final int LONGEST = 200;

    private final DateTimeFormatter format;

    DatePart(String pattern) {
        format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    static DatePart of(Arguments arguments) throws ScriptFault {
        String asked = arguments.string("a part of a date").toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(part -> part.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> arguments.fault("a date has no such part"));
    }

    String in(OffsetDateTime date) {
        return switch (this) {
            case JULIAN -> Long.toString(date.getLong(JulianFields.MODIFIED_JULIAN_DAY));
            case WEEKDAY -> Integer.toString(date.getDayOfWeek().getValue() % 7); // Sunday is 0
            default -> format.format(date);
        };
    }

    /** The date of a header field, which may stand behind a semicolon (RFC 5260 §4); empty where there is none. */
    static Optional<OffsetDateTime> told(String value) {
        String date = value.substring(value.lastIndexOf(';') + 1).strip();
        if (date.isEmpty() || date.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            DateTime told = new DateTimeParser(new StringReader(date)).parseAll();
            return Optional.of(OffsetDateTime.of(
                    told.getYear(),
                    told.getMonth(),
                    told.getDay(),
                    told.getHour(),
                    told.getMinute(),
                    Math.min(told.getSecond(), 59), // a leap second
                    0,
                    offset(told.getTimeZone())));
        } catch (ParseException | TokenMgrError | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As {@code :zone} has it: a sign and four digits (RFC 5260 §4.1). */
    static ZoneOffset zone(Arguments arguments, String text) throws ScriptFault {
        if (text.matches("[+-]\\d{4}")) {
            try {
                return offset(Integer.parseInt(text));
            } catch (DateTimeException e) {
                // told below
            }
        }
        throw arguments.fault("a time zone is as +0900");
    }

    private static ZoneOffset offset(int digits) {
        return ZoneOffset.ofHoursMinutes(digits / 100, digits % 100);
    }
}
