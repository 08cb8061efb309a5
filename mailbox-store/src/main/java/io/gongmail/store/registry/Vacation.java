package io.gongmail.store.registry;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is answered for an owner who is away (RFC 3834).
 *
 * @param enabled whether it is turned on; what is not stays to be turned on again
 * @param from the first day of it, as Korea has days
 * @param until the last; empty: until it is turned off
 * @param subject of the answer, at most {@value #LONGEST_SUBJECT} characters in one line; empty: that of the mail answered
 * @param text of the answer, not blank, at most {@value #LONGEST_TEXT} characters, lines ended by LF
 */
public record Vacation(boolean enabled, LocalDate from, Optional<LocalDate> until, String subject, String text) {
    public static final int LONGEST_SUBJECT = 200;
    public static final int LONGEST_TEXT = 4_000;

    /** Days that a table can tell, and people mean. */
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    /** @throws IllegalArgumentException when it is not within these bounds, or ends before it begins */
    public Vacation {
        Bounds.text("subject", subject, LONGEST_SUBJECT);
        if (text.isBlank() || !isText(text)) {
            throw new IllegalArgumentException("text: 1 to " + LONGEST_TEXT + " characters, no control characters");
        }
        if (!isDay(from)
                || until.filter(last -> !isDay(last) || last.isBefore(from)).isPresent()) {
            throw new IllegalArgumentException("a vacation ends no earlier than it begins");
        }
    }

    /** Whether {@code text} is short enough, and holds no control characters but tabs and line ends. */
    public static boolean isText(String text) {
        return text.length() <= LONGEST_TEXT
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }

    /** Whether it is a day that this can be of. */
    public static boolean isDay(LocalDate day) {
        return !day.isBefore(FIRST) && !day.isAfter(LAST);
    }

    /** Whether mail is answered on {@code day}. */
    public boolean isInForce(LocalDate day) {
        return enabled && !day.isBefore(from) && until.filter(day::isAfter).isEmpty();
    }
}
