package io.gongmail.server.smtp;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.jspecify.annotations.Nullable;

/**
 * Adds Date and Message-ID where they are missing (RFC 6409 §8.2, §8.3), as lines at the end of the header: whatever else
 * was sent stays as it is, to the octet.
 */
final class MissingFields implements DataLineFilter {
    private static final ProtocolSession.AttachmentKey<Boolean> HEADER_ENDED =
            ProtocolSession.AttachmentKey.of("header-ended", Boolean.class);
    private static final ProtocolSession.AttachmentKey<Boolean> HAS_DATE =
            ProtocolSession.AttachmentKey.of("has-date", Boolean.class);
    private static final ProtocolSession.AttachmentKey<Boolean> HAS_MESSAGE_ID =
            ProtocolSession.AttachmentKey.of("has-message-id", Boolean.class);

    private final String hostName;
    private final Clock clock;

    MissingFields(String hostName, Clock clock) {
        this.hostName = hostName;
        this.clock = clock;
    }

    @Override
    public @Nullable Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        if (session.getAttachment(HEADER_ENDED, State.Transaction).isEmpty()) {
            boolean separator = line.length == 2;
            boolean end = line.length == 3 && line[0] == '.';
            if (separator || end) {
                session.setAttachment(HEADER_ENDED, true, State.Transaction);
                add(session, next);
            } else if (isField(line, "date")) {
                session.setAttachment(HAS_DATE, true, State.Transaction);
            } else if (isField(line, "message-id")) {
                session.setAttachment(HAS_MESSAGE_ID, true, State.Transaction);
            }
        }
        return next.onLine(session, line);
    }

    private void add(SMTPSession session, LineHandler<SMTPSession> next) {
        if (session.getAttachment(HAS_DATE, State.Transaction).isEmpty()) {
            next.onLine(session, ascii("Date: " + Received.DATE.format(clock.instant()) + "\r\n"));
        }
        if (session.getAttachment(HAS_MESSAGE_ID, State.Transaction).isEmpty()) {
            next.onLine(session, ascii("Message-ID: <" + UUID.randomUUID() + "@" + hostName + ">\r\n"));
        }
    }

    static boolean isField(byte[] line, String name) {
        String start = new String(line, 0, Math.min(line.length, 40), StandardCharsets.ISO_8859_1);
        int colon = start.indexOf(':');
        return colon > 0
                && start.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
