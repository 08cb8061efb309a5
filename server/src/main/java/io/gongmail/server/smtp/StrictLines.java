package io.gongmail.server.smtp;

import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.apache.james.smtpserver.JamesDataCmdHandler;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a message: bare CR, bare LF and NUL are refused (RFC 5321 §2.3.8, §4.1.1.4; SMTP smuggling), and more octets
 * than are announced too (RFC 1870 §6.4), and a header that nobody could hold in memory. The rest of such a message is read and
 * dropped up to its end, so that the refusal is heard.
 */
final class StrictLines implements DataLineFilter {
    private static final ProtocolSession.AttachmentKey<String> REFUSED =
            ProtocolSession.AttachmentKey.of("data-refused", String.class);
    private static final ProtocolSession.AttachmentKey<Boolean> IN_MESSAGE =
            ProtocolSession.AttachmentKey.of("data-begun", Boolean.class);
    private static final ProtocolSession.AttachmentKey<Long> OCTETS =
            ProtocolSession.AttachmentKey.of("data-octets", Long.class);
    private static final ProtocolSession.AttachmentKey<Boolean> HEADER_ENDED =
            ProtocolSession.AttachmentKey.of("data-header-ended", Boolean.class);
    /** Of a header, in octets: each of its lines, be it of two octets, is an object of its own wherever it is looked into. */
    static final int MOST_HEADER = 1024 * 1024;

    private final long most;
    private final Replies replies;

    StrictLines(long most, Replies replies) {
        this.most = most;
        this.replies = replies;
    }

    @Override
    public @Nullable Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        boolean end = line.length == 3 && line[0] == '.' && line[1] == '\r' && line[2] == '\n';
        String refused = session.getAttachment(REFUSED, State.Transaction).orElse("");
        if (refused.isEmpty() && !end) {
            long octets = session.getAttachment(OCTETS, State.Transaction).orElse(0L) + line.length;
            if (line[0] == '.' && line[1] == '.') {
                octets--; // RFC 1870 §3: a dot that is doubled on the way counts once
            }
            session.setAttachment(OCTETS, octets, State.Transaction);
            if (line.length == 2) {
                session.setAttachment(HEADER_ENDED, true, State.Transaction);
            }
            if (hasBareControl(line)) {
                refused = Replies.BARE_CONTROL;
            } else if (octets > most) {
                refused = Replies.TOO_LARGE;
            } else if (octets > MOST_HEADER
                    && session.getAttachment(HEADER_ENDED, State.Transaction).isEmpty()) {
                refused = Replies.HEADER_TOO_LARGE;
            }
            if (!refused.isEmpty()) {
                session.setAttachment(REFUSED, refused, State.Transaction);
            }
        }
        if (refused.isEmpty()) {
            return StatusCodes.on(next.onLine(session, line));
        }
        if (!end) {
            return null;
        }
        session.popLineHandler();
        session.resetState();
        return refused.equals(Replies.TOO_LARGE)
                ? replies.response("552 5.3.4", refused)
                : replies.response("554 5.6.0", refused);
    }

    /** A line was longer than is taken: if it is of a message, that is refused at its end, by one reply. */
    static boolean lineTooLong(ProtocolSession session) {
        if (session.getAttachment(IN_MESSAGE, State.Transaction).isEmpty()) {
            return false;
        }
        if (session.getAttachment(REFUSED, State.Transaction).isEmpty()) {
            session.setAttachment(REFUSED, Replies.LINE_TOO_LONG, State.Transaction);
        }
        return true;
    }

    /** A message in chunks is to be refused at its end. */
    static void refuse(SMTPSession session, String code) {
        session.setAttachment(REFUSED, code, State.Transaction);
    }

    /** James' DATA, which notes that a message has begun. */
    static final class Data extends JamesDataCmdHandler {
        Data(MetricFactory metrics) {
            super(metrics);
        }

        /** RFC 3030 §2, §3: not both in one transaction, and not for what need not be lines. */
        @Override
        protected Response doDATAFilter(SMTPSession session, String argument) {
            if (Bdat.begun(session)) {
                return new SMTPResponse("503", "5.5.1 The message has begun with BDAT");
            }
            return BinaryMime.isAskedFor(session)
                    ? new SMTPResponse("503", "5.5.1 A message of BODY=BINARYMIME comes by BDAT")
                    : super.doDATAFilter(session, argument);
        }

        @Override
        protected SMTPResponse doDATA(SMTPSession session, String argument) {
            session.setAttachment(IN_MESSAGE, true, State.Transaction);
            return super.doDATA(session, argument);
        }
    }

    /** Whether {@code line} has a CR, LF or NUL besides the CRLF at its end. */
    static boolean hasBareControl(byte[] line) {
        int end = line.length;
        if (end < 2 || line[end - 2] != '\r' || line[end - 1] != '\n') {
            return true;
        }
        for (int i = 0; i < end - 2; i++) {
            if (line[i] == '\r' || line[i] == '\n' || line[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
