package io.gongmail.server.imap;

import java.util.Date;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.field.DateTimeField;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.stream.RawField;

/** When a message was sent (RFC 5256 §2.2). */
final class SentDate {
    /** Longer ones are no dates. */
    private static final int LONGEST = 100;

    private SentDate() {}

    /** In milliseconds since the epoch; {@code internalDate} where {@code date} tells none. */
    static long of(String date, long internalDate) {
        if (date.isEmpty() || date.length() > LONGEST) {
            return internalDate;
        }
        DateTimeField field = DateTimeFieldLenientImpl.PARSER.parse(new RawField("Date", date), DecodeMonitor.SILENT);
        Date told = field.getDate();
        return told == null ? internalDate : told.getTime();
    }
}
