package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.mailbox.UidRun;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.response.VanishedResponse;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UidValidity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells who comes back to a mailbox what vanished and what changed meanwhile (QRESYNC, RFC 7162 §3.2). What a client knows of
 * sequence numbers (§3.2.5.2) is not asked: it would only shorten what is told of times that are forgotten. Thread-safe.
 */
final class Resync {
    private final MailReader reader;
    private final MessageParts parts;
    private final Scheduler workers;

    Resync(MailReader reader, MessageParts parts, Scheduler workers) {
        this.reader = reader;
        this.parts = parts;
        this.workers = workers;
    }

    static boolean isEnabled(ImapSession session) {
        return EnableProcessor.getEnabledCapabilities(session).contains(ImapConstants.SUPPORTS_QRESYNC);
    }

    /** Whether SELECT or EXAMINE asks for it and may; where it may not, James says so. */
    static boolean isAsked(AbstractMailboxSelectionRequest request, ImapSession session) {
        return !request.getLastKnownUidValidity().isUnknown() && isEnabled(session);
    }

    /** Tells who selected a mailbox what it missed, unless what it knows is of another one of that name. */
    Mono<Void> tell(
            AbstractMailboxSelectionRequest request, UidValidity validity, ImapSession session, Responder responder) {
        SelectedMailbox selected = session.getSelected();
        Long since = request.getKnownModSeq();
        if (selected == null
                || since == null
                || !request.getLastKnownUidValidity().correspondsTo(validity)) {
            return Mono.empty();
        }
        List<MessageRange> ranges = known(request.getUidSet());
        vanished(selected, since, ranges).ifPresent(responder::respond);
        responder.flush();
        FetchStream.Wanted changed = new FetchStream.Wanted(
                EnumSet.of(Item.UID, Item.FLAGS, Item.MODSEQ), List.of(), false, since, null, Enabled.of(session));
        if (Fetch.listed(ranges, changed, selected)) {
            reader.prepare(selected.getMailboxId());
        }
        return new FetchStream(
                        reader,
                        parts,
                        selected.getMessageManager(),
                        selected,
                        session.getMailboxSession(),
                        changed,
                        ranges,
                        Outlet.of(session),
                        workers)
                .written()
                .then();
    }

    /** RFC 7162 §3.2.5.1: all, where the client does not say what it knows. */
    private static List<MessageRange> known(UidRange @Nullable [] asked) {
        List<MessageRange> ranges = new ArrayList<>();
        if (asked == null) {
            ranges.add(MessageRange.range(MessageUid.MIN_VALUE, MessageUid.MAX_VALUE));
        } else {
            for (UidRange range : asked) {
                ranges.add(MessageRange.range(range.getLowVal(), range.getHighVal()));
            }
        }
        return ranges;
    }

    /** VANISHED (EARLIER) for those of {@code ranges}, rising, that went since {@code since}; empty when none did. */
    Optional<VanishedResponse> vanished(SelectedMailbox selected, long since, List<MessageRange> ranges) {
        List<UidRange> told = new ArrayList<>();
        for (UidRun run : reader.vanished(selected.getMailboxId(), since)) {
            for (MessageRange range : ranges) {
                long from = Math.max(run.first(), range.getUidFrom().asLong());
                long to = Math.min(run.last(), range.getUidTo().asLong());
                if (from <= to) {
                    told.add(new UidRange(MessageUid.of(from), MessageUid.of(to)));
                }
            }
        }
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(new VanishedResponse(told.toArray(new UidRange[0]), true));
    }
}
