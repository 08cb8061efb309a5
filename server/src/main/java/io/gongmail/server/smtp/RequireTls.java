package io.gongmail.server.smtp;

import io.gongmail.server.delivery.TlsRequired;
import java.util.Map;
import java.util.Optional;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.mailet.Mail;

/** REQUIRETLS of MAIL (RFC 8689 §2): the message goes over TLS all the way, or comes back. All who come here speak TLS already. */
final class RequireTls {
    static final String PARAMETER = "REQUIRETLS";

    private static final ProtocolSession.AttachmentKey<Boolean> ASKED =
            ProtocolSession.AttachmentKey.of("tls-required", Boolean.class);

    private RequireTls() {}

    static Optional<Response> refusal(String value) {
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(new SMTPResponse("501", "5.5.4 REQUIRETLS takes no value"));
    }

    /** Keeps what was asked of a MAIL that was taken. */
    static void keep(SMTPSession session, Map<String, String> parameters) {
        if (parameters.containsKey(PARAMETER)) {
            session.setAttachment(ASKED, true, State.Transaction);
        }
    }

    /** Notes it where it was asked for in this transaction. */
    static void mark(SMTPSession session, Mail mail) {
        if (session.getAttachment(ASKED, State.Transaction).orElse(false)) {
            TlsRequired.of(mail);
        }
    }
}
