package io.gongmail.server.imap;

import java.util.List;
import java.util.stream.Stream;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.mailbox.model.MessageRange;

/**
 * What the last SEARCH of a session saved, which "$" stands for (RFC 5182). It is kept by UID, so that what is expunged leaves
 * it and numbers that shift mean the same messages. Bounded by the mailbox: one range for each run of messages without a gap.
 *
 * @param ranges from UID to UID, rising; nothing else that the session knew of is between them, and what comes later has a
 *     higher UID
 */
record SavedResult(SelectedMailbox mailbox, List<MessageRange> ranges) {
    private static final String ATTRIBUTE = "gongmail.saved-result";

    /** Takes the place of what was saved before. */
    static void save(ImapSession session, SelectedMailbox mailbox, List<MessageRange> ranges) {
        session.setAttribute(ATTRIBUTE, new SavedResult(mailbox, ranges));
    }

    /** Empties it, as SELECT, EXAMINE and a SEARCH that fails do (§2.1). */
    static void forget(ImapSession session) {
        session.setAttribute(ATTRIBUTE, null);
    }

    /** From UID to UID, rising, those that are still there. */
    static List<MessageRange> of(ImapSession session) {
        SelectedMailbox selected = session.getSelected();
        return session.getAttribute(ATTRIBUTE) instanceof SavedResult saved && saved.mailbox == selected
                ? KnownMessages.of(saved.mailbox, saved.ranges).ranges()
                : List.of();
    }

    /** The same as a command names them. */
    static IdRange[] named(ImapSession session, boolean byUid) {
        SelectedMailbox selected = session.getSelected();
        return of(session).stream()
                .flatMap(range -> byUid ? Stream.of(IdRange.from(range)) : numbered(selected, range))
                .toArray(IdRange[]::new);
    }

    private static Stream<IdRange> numbered(SelectedMailbox selected, MessageRange range) {
        int first = selected.msn(range.getUidFrom()).foldSilent(() -> 0, msn -> msn.asInt());
        int last = selected.msn(range.getUidTo()).foldSilent(() -> 0, msn -> msn.asInt());
        return first == 0 || last == 0 ? Stream.empty() : Stream.of(new IdRange(first, last));
    }

    /** Whether a command names messages by "$" while it is empty: a set that was written has at least one number. */
    static boolean isNamedEmpty(ImapMessage message) {
        return message instanceof FetchRequest fetch && fetch.getIdSet().length == 0
                || message instanceof StoreRequest store && store.getIdSet().length == 0
                || message instanceof AbstractMessageRangeRequest range && range.getIdSet().length == 0
                || message instanceof ExpungeRequest expunge
                        && expunge.getUidSet() != null
                        && expunge.getUidSet().length == 0;
    }
}
