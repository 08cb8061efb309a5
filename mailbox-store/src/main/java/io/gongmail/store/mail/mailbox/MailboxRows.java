package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.MessageUid;
import org.jspecify.annotations.Nullable;

/**
 * What lists show of one mailbox, in columns by UID: about 80 octets a message. While it is being read out of the table it
 * keeps the changes that come, and takes them in at the end; changes may come twice. Thread-safe.
 */
final class MailboxRows {
    private static final int FIRST_ROOM = 64;
    private static final int MOST_WAITING = 100_000;
    /** Octets of one message in all columns. */
    static final int OCTETS_EACH = 6 * Long.BYTES + 4 * Integer.BYTES + 16;

    private int count;
    private long[] uids = new long[FIRST_ROOM];
    private long[] modSeqs = new long[FIRST_ROOM];
    private long[] dates = new long[FIRST_ROOM];
    private long[] sizes = new long[FIRST_ROOM];
    private int[] bodyStarts = new int[FIRST_ROOM];
    private int[] bits = new int[FIRST_ROOM];
    private Sha256[] hashes = new Sha256[FIRST_ROOM];
    private @Nullable String[] keywords = new String[FIRST_ROOM];

    /** What came while the table was read; null from then on. */
    private @Nullable List<Change> came = new ArrayList<>();

    /**
     * What happened to one message.
     *
     * @param row as it is now; null when it is gone
     */
    record Change(long uid, @Nullable MessageRow row) {}

    /** Adds rows of the table, rising in UID. For who reads it, before {@link #ready}. */
    synchronized void read(List<MessageRow> rows) {
        rows.forEach(this::append);
    }

    /** All of the table is read. */
    synchronized void ready() {
        List<Change> waited = came;
        came = null;
        if (waited != null) {
            take(waited);
        }
    }

    synchronized boolean isReady() {
        return came == null;
    }

    synchronized int count() {
        return count;
    }

    /**
     * Takes in what was committed.
     *
     * @return false when too much waits for the table to be read: this is of no use any more
     */
    synchronized boolean apply(List<Change> changes) {
        if (came == null) {
            take(changes);
            return true;
        }
        came.addAll(changes);
        return came.size() <= MOST_WAITING;
    }

    private void take(List<Change> changes) {
        Set<Long> gone = new HashSet<>();
        for (Change change : changes) {
            MessageRow row = change.row();
            if (row == null) {
                gone.add(change.uid());
            } else {
                remove(gone);
                put(row);
            }
        }
        remove(gone);
    }

    /**
     * Messages by UID.
     *
     * @param changedSince only those with a higher mod-sequence; below 0 all
     */
    synchronized List<ListedMessage> page(long first, long last, long changedSince, int limit) {
        List<ListedMessage> page = new ArrayList<>(Math.min(limit, count));
        for (int i = from(first); i < count && uids[i] <= last && page.size() < limit; i++) {
            if (modSeqs[i] > changedSince) {
                page.add(new ListedMessage(
                        uids[i],
                        modSeqs[i],
                        bits[i],
                        keywords[i],
                        dates[i],
                        bodyStarts[i],
                        new ContentRef(hashes[i], sizes[i])));
            }
        }
        return page;
    }

    /** UIDs of a range of those that nobody had selected when they came, rising. */
    synchronized List<MessageUid> recent(long first, long last) {
        List<MessageUid> recent = new ArrayList<>();
        for (int i = from(first); i < count && uids[i] <= last; i++) {
            if ((bits[i] & FlagBits.RECENT) != 0) {
                recent.add(MessageUid.of(uids[i]));
            }
        }
        return recent;
    }

    private int from(long uid) {
        int at = Arrays.binarySearch(uids, 0, count, uid);
        return at < 0 ? -at - 1 : at;
    }

    synchronized long[] uids() {
        return Arrays.copyOf(uids, count);
    }

    /** 0 where all are read. */
    synchronized long firstUnseen() {
        for (int i = 0; i < count; i++) {
            if ((bits[i] & FlagBits.SEEN) == 0) {
                return uids[i];
            }
        }
        return 0;
    }

    private void put(MessageRow row) {
        int at =
                count == 0 || row.uid() > uids[count - 1] ? -1 - count : Arrays.binarySearch(uids, 0, count, row.uid());
        if (at >= 0) {
            if (row.modSeq() >= modSeqs[at]) {
                set(at, row);
            }
        } else if (-1 - at == count) {
            append(row);
        } else {
            // Only where a UID was given before by who put the row in later.
            insert(-1 - at, row);
        }
    }

    private void append(MessageRow row) {
        room();
        set(count, row);
        count++;
    }

    private void insert(int at, MessageRow row) {
        room();
        int length = count - at;
        System.arraycopy(uids, at, uids, at + 1, length);
        System.arraycopy(modSeqs, at, modSeqs, at + 1, length);
        System.arraycopy(dates, at, dates, at + 1, length);
        System.arraycopy(sizes, at, sizes, at + 1, length);
        System.arraycopy(bodyStarts, at, bodyStarts, at + 1, length);
        System.arraycopy(bits, at, bits, at + 1, length);
        System.arraycopy(hashes, at, hashes, at + 1, length);
        System.arraycopy(keywords, at, keywords, at + 1, length);
        set(at, row);
        count++;
    }

    private void set(int at, MessageRow row) {
        uids[at] = row.uid();
        modSeqs[at] = row.modSeq();
        dates[at] = row.internalDate();
        sizes[at] = row.content().size();
        bodyStarts[at] = row.bodyStart();
        bits[at] = row.bits();
        hashes[at] = row.content().hash();
        keywords[at] = row.keywords();
    }

    private void room() {
        if (count < uids.length) {
            return;
        }
        int more = count + count / 2;
        uids = Arrays.copyOf(uids, more);
        modSeqs = Arrays.copyOf(modSeqs, more);
        dates = Arrays.copyOf(dates, more);
        sizes = Arrays.copyOf(sizes, more);
        bodyStarts = Arrays.copyOf(bodyStarts, more);
        bits = Arrays.copyOf(bits, more);
        hashes = Arrays.copyOf(hashes, more);
        keywords = Arrays.copyOf(keywords, more);
    }

    private void remove(Set<Long> deleted) {
        if (deleted.isEmpty()) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!deleted.contains(uids[i])) {
                if (kept != i) {
                    move(i, kept);
                }
                kept++;
            }
        }
        deleted.clear();
        Arrays.fill(hashes, kept, count, null);
        Arrays.fill(keywords, kept, count, null);
        count = kept;
    }

    private void move(int from, int to) {
        uids[to] = uids[from];
        modSeqs[to] = modSeqs[from];
        dates[to] = dates[from];
        sizes[to] = sizes[from];
        bodyStarts[to] = bodyStarts[from];
        bits[to] = bits[from];
        hashes[to] = hashes[from];
        keywords[to] = keywords[from];
    }
}
