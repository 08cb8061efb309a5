package io.gongmail.server.delivery;

import io.gongmail.store.registry.Address;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one mail for one account, as its owner's filter decided.
 *
 * @param filings where it is put; none: nowhere
 * @param redirects where it goes besides, as far as policy allows
 * @param rejection what its sender is told, in one line, in place of all else
 * @param answer what its sender is answered
 * @param hasAnswers whether the filter has answers of its own, given for this mail or not: then the account's vacation is silent
 */
public record Disposition(
        List<Filing> filings,
        List<Address> redirects,
        Optional<String> rejection,
        Optional<Answer> answer,
        boolean hasAnswers) {
    static final String INBOX = "INBOX";

    public Disposition {
        filings = List.copyOf(filings);
        redirects = List.copyOf(redirects);
    }

    /**
     * A place for it.
     *
     * @param mailbox of the owner, as IMAP shows it
     * @param create whether it is made where it is missing
     * @param flags system flags and keywords (RFC 9051 §2.3.2)
     */
    public record Filing(String mailbox, boolean create, List<String> flags) {
        public Filing {
            flags = List.copyOf(flags);
        }

        /** RFC 9051 §5.1: in any case. */
        public boolean isInbox() {
            return mailbox.equalsIgnoreCase(INBOX);
        }
    }

    /** Into the inbox, as without any filter. */
    public static Disposition kept(boolean hasAnswers) {
        return new Disposition(
                List.of(new Filing(INBOX, false, List.of())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                hasAnswers);
    }

    /** Whether it is thrown away. */
    boolean isDiscarded() {
        return filings.isEmpty() && redirects.isEmpty() && rejection.isEmpty();
    }
}
