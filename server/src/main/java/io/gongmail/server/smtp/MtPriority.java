package io.gongmail.server.smtp;

import io.gongmail.server.delivery.TransferPriority;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * MT-PRIORITY of MAIL (RFC 6710): before which others a message is delivered and sent on. To come before others is the right of those
 * who send for an agency ({@link Submitters.Names#mayHurry}); mail of anybody else is as usual then, and they are told so when it is
 * taken (RFC 6710 §4.1, X.3.6). All are free to let others go first. No policy is announced: each of those that are registered promises
 * times and sizes that nobody keeps here, and all 19 values are kept.
 *
 * <p>Next hops that know nothing of it carry it on in a field of the header (RFC 6758), which is ours alone to write: {@link
 * HiddenFields} takes out what came with the message.
 */
final class MtPriority implements DataLineFilter {
    static final String PARAMETER = "MT-PRIORITY";
    static final String FIELD = "MT-Priority";

    private static final Pattern VALUE = Pattern.compile("0|-?[1-9]"); // RFC 6710 §3
    private static final ProtocolSession.AttachmentKey<Integer> GIVEN =
            ProtocolSession.AttachmentKey.of("mt-priority", Integer.class);
    private static final ProtocolSession.AttachmentKey<Boolean> LOWERED =
            ProtocolSession.AttachmentKey.of("mt-priority-lowered", Boolean.class);

    static Optional<Response> refusal(String value) {
        return VALUE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(new SMTPResponse("501", "5.5.4 MT-PRIORITY is from -9 to 9"));
    }

    /** Keeps what was asked of a MAIL that was taken, as far as who asked may. */
    static void keep(SMTPSession session, Map<String, String> parameters, Submitters submitters) {
        int asked = Integer.parseInt(parameters.getOrDefault(PARAMETER, "0"));
        boolean may = asked <= 0
                || Auth.accountOf(session)
                        .filter(account -> submitters.names().mayHurry(account))
                        .isPresent();
        if (may) {
            session.setAttachment(GIVEN, asked, State.Transaction);
        } else {
            session.setAttachment(LOWERED, true, State.Transaction);
        }
    }

    /** What the message of this transaction has. */
    static int of(SMTPSession session) {
        return session.getAttachment(GIVEN, State.Transaction).orElse(0);
    }

    /** Notes it where it is none that all have. */
    static void mark(SMTPSession session, Mail mail) {
        if (of(session) != 0) {
            TransferPriority.of(mail, of(session));
        }
    }

    /** When the message is taken its sender is told what became of the priority (X.3.6: the new one, and words). */
    @Override
    public @Nullable Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        boolean lowered = session.getAttachment(LOWERED, State.Transaction).orElse(false);
        Response response = next.onLine(session, line);
        return lowered && response != null && response.getRetCode().equals("250")
                ? new SMTPResponse("250", "2.3.6 0 is its priority; those who send for an agency may have more")
                : response;
    }
}
