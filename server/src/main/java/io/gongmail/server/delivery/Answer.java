package io.gongmail.server.delivery;

import io.gongmail.store.registry.Vacation;
import io.gongmail.store.registry.Vacations;
import java.time.Duration;
import java.util.List;

/**
 * What a sender is answered (RFC 3834).
 *
 * @param subject in one line of at most {@value Vacation#LONGEST_SUBJECT} characters; empty: that of the mail answered
 * @param text lines ended by LF; where {@code mime} a whole MIME entity (RFC 5230 §4.5)
 * @param named addresses that mean the owner besides the account's
 * @param about what makes it another answer than others of the owner; empty: the account's vacation
 * @param once that one sender is answered in this time
 */
public record Answer(String subject, String text, boolean mime, List<String> named, String about, Duration once) {
    public Answer {
        named = List.copyOf(named);
    }

    static Answer of(Vacation vacation) {
        return new Answer(vacation.subject(), vacation.text(), false, List.of(), "", Vacations.ONCE_IN);
    }
}
