package io.gongmail.server.smtp;

import java.util.List;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what recipients must not see: Bcc (RFC 5322 §3.6.3), which a mail program should have taken out, and Return-Path,
 * which delivery alone writes (RFC 5321 §4.4). Postfix takes out the same. And a priority that nobody has granted ({@link MtPriority}).
 * Everything else stays, to the octet.
 */
final class HiddenFields implements DataLineFilter {
    private static final List<String> HIDDEN = List.of("bcc", "resent-bcc", "return-path", "mt-priority");
    private static final ProtocolSession.AttachmentKey<Boolean> HEADER_ENDED =
            ProtocolSession.AttachmentKey.of("hidden-fields-ended", Boolean.class);
    private static final ProtocolSession.AttachmentKey<Boolean> WITHIN_HIDDEN =
            ProtocolSession.AttachmentKey.of("within-hidden-field", Boolean.class);

    @Override
    public @Nullable Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        if (session.getAttachment(HEADER_ENDED, State.Transaction).isPresent()) {
            return next.onLine(session, line);
        }
        if (line.length == 2 || (line.length == 3 && line[0] == '.')) {
            session.setAttachment(HEADER_ENDED, true, State.Transaction);
            return next.onLine(session, line);
        }
        boolean continues = line[0] == ' ' || line[0] == '\t';
        boolean hidden = continues
                ? session.getAttachment(WITHIN_HIDDEN, State.Transaction).orElse(false)
                : HIDDEN.stream().anyMatch(name -> MissingFields.isField(line, name));
        session.setAttachment(WITHIN_HIDDEN, hidden, State.Transaction);
        return hidden ? null : next.onLine(session, line);
    }
}
