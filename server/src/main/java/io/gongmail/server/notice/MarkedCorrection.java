package io.gongmail.server.notice;

import io.gongmail.server.notice.text.Entity;
import io.gongmail.server.notice.text.LetterText;
import io.gongmail.store.registry.OfficialNotice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/**
 * A correction as those get it who had read what it corrects: the same to the octet, but for a subject that says so and fields that lead
 * to the other one (RFC 5322 §3.6.4). A signature holds as it did: it is of the content alone (RFC 8551 §3.1).
 */
final class MarkedCorrection {
    static final String PREFIX = "정정 / Correction: ";

    private static final String SUBJECT = "subject";
    private static final List<String> THREAD = List.of("in-reply-to", "references");

    /** In octets; of a longer header the beginning is looked at. */
    private static final int LONGEST_HEADER = 256 * 1024;

    private MarkedCorrection() {}

    /**
     * Its octets.
     *
     * @param message as everybody else gets it; closed with what is returned
     * @param corrected the message id of what it corrects, with its angle brackets; empty where it has none
     */
    static InputStream of(InputStream message, OfficialNotice notice, String corrected) throws IOException {
        Entity begin = Entity.of(message.readNBytes(LONGEST_HEADER));
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int end = 0;
        for (Entity.Field field : begin.fields()) {
            boolean isReplaced = field.name().equals(SUBJECT) || !corrected.isEmpty() && THREAD.contains(field.name());
            if (!isReplaced) {
                header.write(begin.octets(), field.from(), field.to() - field.from());
            }
            end = field.to();
        }
        LetterText marks = new LetterText();
        marks.subject(PREFIX + notice.subject());
        marks.inReplyTo(corrected);
        header.writeBytes(marks.octets());
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(header.toByteArray()),
                new ByteArrayInputStream(begin.copy(end, begin.end())),
                message)));
    }
}
