package io.gongmail.store.mail.search;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.james.mime4j.dom.datetime.DateTime;
import org.apache.james.mime4j.field.datetime.parser.DateTimeParser;
import org.apache.james.mime4j.field.datetime.parser.ParseException;
import org.apache.james.mime4j.field.datetime.parser.TokenMgrError;

/** The day that a header field tells, as it is written there: without time and time zone (RFC 9051 §6.4.4, SENTON). */
final class SentDay {
    private static final int LONGEST = 200;

    private SentDay() {}

    static Optional<LocalDate> of(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            DateTime told = new DateTimeParser(new StringReader(value)).parseAll();
            return Optional.of(LocalDate.of(told.getYear(), told.getMonth(), told.getDay()));
        } catch (ParseException | TokenMgrError | DateTimeException e) {
            return Optional.empty();
        }
    }
}
