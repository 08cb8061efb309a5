package io.gongmail.server.imap;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.KeptMessage;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one FETCH, a page at a time, with what of them is stored and asked for; marks them as read where that is part
 * of it. Not thread-safe.
 */
final class FetchPages {
    /** RFC 9051 §2.3.1.1: they have 32 bits. */
    private static final long LAST_UID = 0xffff_ffffL;

    private static final int PAGE = 500;
    /** A message is marked as read before it is sent; who leaves meanwhile has few marked that they did not get. */
    private static final int SEEN_PAGE = 20;

    private final MailReader reader;
    private final MessageManager mailbox;
    private final SelectedMailbox selected;
    private final MailboxSession session;
    private final FetchStream.Wanted wanted;
    private final Iterator<MessageRange> ranges;
    private final Deque<ListedMessage> page = new ArrayDeque<>();
    private Map<ContentRef, DescriptionOctets> descriptions = Map.of();
    private Map<Long, KeptMessage> kept = Map.of();
    private Set<Long> justSeen = Set.of();
    private long next = 1;
    private long last;

    FetchPages(
            MailReader reader,
            MessageManager mailbox,
            SelectedMailbox selected,
            MailboxSession session,
            FetchStream.Wanted wanted,
            List<MessageRange> ranges) {
        this.reader = reader;
        this.mailbox = mailbox;
        this.selected = selected;
        this.session = session;
        this.wanted = wanted;
        this.ranges = ranges.iterator();
    }

    /** Whether it was marked as read by this FETCH. */
    boolean isJustSeen(ListedMessage message) {
        return justSeen.contains(message.uid());
    }

    /** What was described of a message of this page; null where it was not asked for, or is not there. */
    @Nullable
    DescriptionOctets description(ListedMessage message) {
        return descriptions.get(message.content());
    }

    /** Null where it was not asked for. */
    @Nullable
    KeptMessage kept(ListedMessage message) {
        return kept.get(message.uid());
    }

    /** The next message, or null when there are no more. */
    @Nullable
    ListedMessage next() throws MailboxException {
        while (page.isEmpty()) {
            if (next > last) {
                if (!ranges.hasNext()) {
                    return null;
                }
                MessageRange range = ranges.next();
                next = range.getUidFrom().asLong();
                last = Math.min(range.getUidTo().asLong(), LAST_UID);
            }
            read();
        }
        return page.removeFirst();
    }

    private void read() throws MailboxException {
        int limit = wanted.setSeen() ? SEEN_PAGE : PAGE;
        List<ListedMessage> rows = reader.page(selected.getMailboxId(), next, last, wanted.changedSince(), limit);
        // Taken from what was found, not from what marking left: meanwhile another session may have expunged the last.
        next = rows.size() < limit ? last + 1 : rows.get(rows.size() - 1).uid() + 1;
        if (wanted.setSeen()) {
            rows = seen(rows);
        }
        if (wanted.described() || wanted.threaded()) {
            descriptions = reader.descriptions(
                    rows.stream().map(ListedMessage::content).toList());
        }
        if (wanted.kept() && !rows.isEmpty()) {
            rows = kept(rows);
        }
        page.addAll(rows);
    }

    /** Those that are still there. */
    private List<ListedMessage> kept(List<ListedMessage> rows) {
        long from = rows.get(0).uid();
        long to = rows.get(rows.size() - 1).uid();
        kept = new HashMap<>();
        while (from <= to) {
            List<KeptMessage> some = reader.kept(selected.getMailboxId(), from, to, MailReader.PAGE);
            some.forEach(each -> kept.put(each.uid(), each));
            from = some.isEmpty() ? to + 1 : some.get(some.size() - 1).uid() + 1;
        }
        return rows.stream().filter(row -> kept.containsKey(row.uid())).toList();
    }

    /** RFC 9051 §6.4.5: BODY[] without PEEK sets \Seen, and the answer tells the new flags. */
    private List<ListedMessage> seen(List<ListedMessage> rows) throws MailboxException {
        List<MessageUid> unseen = new ArrayList<>();
        for (ListedMessage row : rows) {
            if (!row.isSeen()) {
                unseen.add(MessageUid.of(row.uid()));
            }
        }
        justSeen = Set.of();
        if (unseen.isEmpty()) {
            return rows;
        }
        for (MessageRange range : MessageRange.toRanges(unseen)) {
            mailbox.setFlags(new Flags(Flags.Flag.SEEN), MessageManager.FlagsUpdateMode.ADD, range, session);
        }
        justSeen = Set.copyOf(unseen.stream().map(MessageUid::asLong).toList());
        long from = rows.get(0).uid();
        long to = rows.get(rows.size() - 1).uid();
        return reader.page(selected.getMailboxId(), from, to, wanted.changedSince(), rows.size());
    }
}
