package io.gongmail.server.smtp;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * Paths with letters beyond US-ASCII (RFC 6531 §3.3). No account has such a name before the {@code @}; behind it such a path may
 * mean a domain served here.
 */
final class InternationalPath {
    /** What octets that are no UTF-8 were read as. */
    private static final char NO_CHARACTER = '\ufffd';

    private static final ProtocolSession.AttachmentKey<Boolean> ASKED =
            ProtocolSession.AttachmentKey.of("smtputf8", Boolean.class);

    private InternationalPath() {}

    /** The transaction may have such paths, and its message such a header. */
    static void ask(SMTPSession session) {
        session.setAttachment(ASKED, true, State.Transaction);
    }

    /** Whether SMTPUTF8 stood behind MAIL. */
    static boolean isAskedFor(SMTPSession session) {
        return session.getAttachment(ASKED, State.Transaction).isPresent();
    }

    static boolean isAscii(String path) {
        return path.chars().allMatch(c -> c < 0x7f);
    }

    /** Why a path is not looked at any further: it is no UTF-8, or nobody asked. */
    static Optional<SMTPResponse> refusal(String path, boolean asked) {
        if (isAscii(path)) {
            return Optional.empty();
        }
        if (path.indexOf(NO_CHARACTER) >= 0) {
            return Optional.of(new SMTPResponse("501", "5.5.2 The path is not UTF-8"));
        }
        return asked
                ? Optional.empty()
                : Optional.of(
                        new SMTPResponse("553", "5.6.7 Such a path is taken with SMTPUTF8 only")); // RFC 6531 §3.5
    }

    /** The same path with its domain in A-labels (RFC 5891 §4.4); empty where that is not enough to make it US-ASCII. */
    static Optional<String> ascii(String path) {
        int at = path.lastIndexOf('@');
        int end = path.lastIndexOf('>');
        if (at < 0 || end < at || !isAscii(path.substring(0, at))) {
            return Optional.empty();
        }
        return domain(path).map(domain -> path.substring(0, at + 1) + domain + path.substring(end));
    }

    /** What stands behind the last {@code @}, in A-labels, lower case. */
    static Optional<String> domain(String path) {
        int at = path.lastIndexOf('@');
        int end = path.lastIndexOf('>');
        try {
            return at < 0 || end < at
                    ? Optional.empty()
                    : Optional.of(IDN.toASCII(path.substring(at + 1, end), IDN.USE_STD3_ASCII_RULES)
                            .toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
