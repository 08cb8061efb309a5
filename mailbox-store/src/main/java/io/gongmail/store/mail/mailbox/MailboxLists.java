package io.gongmail.store.mail.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Reads what lists show: out of memory for mailboxes that were listed lately, else out of the table. The writer tells what
 * it has committed before it answers, so that nobody reads an older state than was acknowledged. Thread-safe; bounded in
 * memory, the least listed mailbox goes first. Whether the reader may is for the caller to know.
 */
final class MailboxLists {
    /** So many at most are read at once. */
    static final int PAGE = MessageTable.PAGE;

    private final MessageTable messages;
    private final Cache<Long, MailboxRows> cached;

    /** @param most octets that all cached lists may have together */
    MailboxLists(MessageTable messages, long most) {
        this.messages = messages;
        this.cached = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((Long mailbox, MailboxRows rows) -> rows.count() * MailboxRows.OCTETS_EACH + 1_024)
                .build();
    }

    /** Reads all of a mailbox into memory, unless it is there; for who is about to list most of it. */
    void prepare(MailboxId id) {
        long mailbox = MailboxNumber.of(id);
        if (cached.getIfPresent(mailbox) != null) {
            return;
        }
        MailboxRows rows = new MailboxRows();
        // Known to the writer before the first row is read: what is committed meanwhile is not missed.
        cached.put(mailbox, rows);
        boolean done = false;
        try {
            long first = 1;
            List<MessageRow> page;
            do {
                page = messages.page(mailbox, first, Long.MAX_VALUE, PAGE);
                rows.read(page);
                first = page.isEmpty() ? first : page.get(page.size() - 1).uid() + 1;
            } while (page.size() == PAGE);
            rows.ready();
            done = true;
        } finally {
            if (!done) {
                cached.asMap().remove(mailbox, rows);
            }
        }
        weigh(mailbox, rows);
    }

    /** The weigher is asked when an entry is put. Nothing is put that was invalidated or replaced meanwhile. */
    private void weigh(long mailbox, MailboxRows rows) {
        cached.asMap().computeIfPresent(mailbox, (key, known) -> known == rows ? rows : known);
    }

    /**
     * The next messages by UID; fewer than {@code limit} only where there are no more.
     *
     * @param changedSince only those with a higher mod-sequence; -1 for all
     * @param limit how many at most, up to {@link #PAGE}
     */
    List<ListedMessage> page(MailboxId id, long first, long last, long changedSince, int limit) {
        long mailbox = MailboxNumber.of(id);
        MailboxRows rows = cached.getIfPresent(mailbox);
        if (rows != null && rows.isReady()) {
            return rows.page(first, last, changedSince, limit);
        }
        List<ListedMessage> page = new ArrayList<>();
        long from = first;
        List<MessageRow> read;
        do {
            read = messages.page(mailbox, from, last, limit);
            for (MessageRow row : read) {
                if (row.modSeq() > changedSince && page.size() < limit) {
                    page.add(ListedMessage.of(row));
                }
                from = row.uid() + 1;
            }
            // Whoever gets fewer than the limit takes it for the end.
        } while (page.size() < limit && read.size() == limit);
        return page;
    }

    /** UIDs of a range of those that nobody had selected when they came, rising. */
    List<MessageUid> recent(MailboxId id, long first, long last) {
        long mailbox = MailboxNumber.of(id);
        MailboxRows rows = cached.getIfPresent(mailbox);
        return rows != null && rows.isReady()
                ? rows.recent(first, last)
                : messages.uids(mailbox, first, last, " AND MOD(m.flags / " + FlagBits.RECENT + ", 2) = 1", 0);
    }

    /** All UIDs, rising. */
    long[] uids(MailboxId id) {
        long mailbox = MailboxNumber.of(id);
        MailboxRows rows = cached.getIfPresent(mailbox);
        return rows != null && rows.isReady()
                ? rows.uids()
                : messages.uids(mailbox, 1, Long.MAX_VALUE, "", 0).stream()
                        .mapToLong(MessageUid::asLong)
                        .toArray();
    }

    /** The lowest UID of those that nobody has read; 0 where there are none. */
    long firstUnseen(MailboxId id) {
        long mailbox = MailboxNumber.of(id);
        MailboxRows rows = cached.getIfPresent(mailbox);
        if (rows != null && rows.isReady()) {
            return rows.firstUnseen();
        }
        List<MessageUid> first =
                messages.uids(mailbox, 1, Long.MAX_VALUE, " AND MOD(m.flags / " + FlagBits.SEEN + ", 2) = 0", 1);
        return first.isEmpty() ? 0 : first.get(0).asLong();
    }

    /** Of some change nobody knows whether it was made. */
    void forget() {
        cached.invalidateAll();
    }

    /** Takes in what was committed. For the writer's thread. */
    void committed(Committed changes) {
        changes.rows().forEach((mailbox, each) -> {
            MailboxRows known = cached.getIfPresent(mailbox);
            if (known != null && !known.apply(each)) {
                cached.asMap().remove(mailbox, known);
            } else if (known != null) {
                weigh(mailbox, known);
            }
        });
        cached.invalidateAll(changes.dropped());
    }
}
