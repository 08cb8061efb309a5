package io.gongmail.server.imap;

import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.message.response.RecentResponse;
import org.apache.james.mailbox.MessageUid;
import org.jspecify.annotations.Nullable;

/** What becomes of James' answers once IMAP4rev2 is enabled (RFC 9051 appendix E). */
final class Rev2 {
    private Rev2() {}

    /** The answer as IMAP4rev2 has it; empty where that has none. */
    static Optional<ImapResponseMessage> told(ImapResponseMessage message, @Nullable SelectedMailbox selected) {
        if (message instanceof RecentResponse) {
            return Optional.empty(); // Appendix E, 12.
        }
        return Optional.of(message instanceof FetchResponse fetch ? told(fetch, selected) : message);
    }

    @SuppressWarnings("NullAway") // James' way to say "not asked for"
    private static FetchResponse told(FetchResponse fetch, @Nullable SelectedMailbox selected) {
        return new FetchResponse(
                fetch.getMessageNumber(),
                withoutRecent(fetch.getFlags()),
                uid(fetch, selected),
                fetch.getSaveDate(),
                fetch.getModSeq(),
                fetch.getInternalDate(),
                fetch.getSize(),
                fetch.getEnvelope(),
                fetch.getBody(),
                fetch.getBodyStructure(),
                fetch.getElements(),
                fetch.getEmailId(),
                fetch.getThreadId());
    }

    private static @Nullable Flags withoutRecent(@Nullable Flags flags) {
        if (flags == null) {
            return null;
        }
        Flags rest = new Flags(flags);
        rest.remove(Flags.Flag.RECENT);
        return rest;
    }

    /** §7.5.2: "If the server chooses to send unsolicited FETCH responses, they MUST include UID FETCH item." */
    private static @Nullable MessageUid uid(FetchResponse fetch, @Nullable SelectedMailbox selected) {
        return fetch.getUid() == null && selected != null
                ? selected.uid(fetch.getMessageNumber().asInt()).orElse(null)
                : fetch.getUid();
    }
}
