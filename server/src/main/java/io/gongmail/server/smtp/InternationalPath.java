package io.gongmail.server.smtp;

import io.gongmail.server.delivery.BeyondAscii;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.InternationalAddress;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * Paths with letters beyond US-ASCII (RFC 6531 §3.3): before the {@code @} they may mean an account by another of its names, behind it
 * a domain. From here on the account's address in US-ASCII stands for it.
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

    /**
     * The same path with its domain in A-labels (RFC 5891 §4.4), and the address of the account that is meant; empty where there is
     * none.
     */
    static Optional<String> ascii(String path, Function<InternationalAddress, Optional<Address>> accounts) {
        int begin = path.indexOf('<') + 1;
        int at = path.lastIndexOf('@');
        int end = path.lastIndexOf('>');
        if (at < begin || end < at || !isAscii(path.substring(0, begin))) {
            return Optional.empty();
        }
        String localPart = path.substring(begin, at);
        return domain(path)
                .flatMap(domain -> isAscii(localPart)
                        ? Optional.of(localPart + "@" + domain)
                        : InternationalAddress.parse(localPart + "@" + domain)
                                .flatMap(accounts)
                                .map(Address::toString))
                .map(address -> path.substring(0, begin) + address + path.substring(end));
    }

    /** The same path for another server, which alone knows who is meant; empty where nobody can be. */
    static Optional<String> onward(String path) {
        int begin = path.indexOf('<') + 1;
        int at = path.lastIndexOf('@');
        int end = path.lastIndexOf('>');
        if (at < begin || end < at || !isAscii(path.substring(0, begin))) {
            return Optional.empty();
        }
        return domain(path)
                .flatMap(domain -> BeyondAscii.queued(path.substring(begin, at))
                        .map(localPart -> path.substring(0, begin) + localPart + "@" + domain + path.substring(end)));
    }

    /** The address of the account that is meant, whichever of its names is given; empty where it can be no account's. */
    static Optional<Address> meant(String address, Function<InternationalAddress, Optional<Address>> accounts) {
        return isAscii(address)
                ? Address.parse(address)
                : ascii("<" + address + ">", accounts)
                        .flatMap(path -> Address.parse(path.substring(1, path.length() - 1)));
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
