package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.mailbox.Committed.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.james.mailbox.model.MailboxId;
import org.jspecify.annotations.Nullable;

/**
 * The memberships of mailboxes that were asked for lately, kept true by the writer. Thread-safe. Bounded by messages in all of
 * them together; a mailbox with more than that is read anew each time.
 */
public final class Memberships {
    /** So many messages are remembered: 20 MB. */
    private static final int REMEMBERED = 500_000;

    /** What a mailbox counts beside its messages. */
    private static final int EACH = 16;

    /** So many changes may wait for the next reader of a mailbox; then it is forgotten. */
    private static final int WAITING = 20_000;

    private static final int READ_AT_ONCE = 20_000;

    /** One mailbox: what was read of it, and what changed since. Locked by itself; never while the table is read. */
    private static final class Kept {
        private final Object reading = new Object();
        private @Nullable Membership membership;
        private List<Change> waiting = new ArrayList<>();
        private boolean lost;
        private int counted;

        synchronized void change(List<Change> changes) {
            if (waiting.size() + changes.size() > WAITING) {
                waiting = new ArrayList<>();
                membership = null;
                lost = true;
            } else if (!lost) {
                waiting.addAll(changes);
            }
        }

        /** What is known, with what changed since; null when it is to be read, and from here on changes wait again. */
        synchronized @Nullable Membership changed() {
            List<Change> changes = waiting;
            waiting = new ArrayList<>();
            lost = false;
            if (membership != null) {
                membership = Memberships.changed(membership, changes);
            }
            return membership;
        }

        /** What was read, with what changed since the reading began; null when that was too much. */
        synchronized @Nullable Membership read(Membership now) {
            if (!lost) {
                membership = now;
            }
            return lost ? null : changed();
        }
    }

    private final MessageTable table;
    private final Map<Long, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long counted;

    Memberships(MessageTable table) {
        this.table = table;
    }

    /** Of a mailbox as it is now; every change that somebody heard of before is in it. */
    public Membership of(MailboxId mailbox) {
        long number = MailboxNumber.of(mailbox);
        Kept one;
        synchronized (kept) {
            one = kept.computeIfAbsent(number, absent -> new Kept());
        }
        Membership now;
        synchronized (one.reading) {
            now = one.changed();
            while (now == null) {
                now = one.read(read(number));
                if (now == null) {
                    now = one.changed();
                }
            }
        }
        count(number, one, now.size() + EACH);
        return now;
    }

    private void count(long mailbox, Kept one, int size) {
        synchronized (kept) {
            if (kept.get(mailbox) != one) {
                return;
            }
            counted += size - one.counted;
            one.counted = size;
            Iterator<Kept> eldest = kept.values().iterator();
            while (counted > REMEMBERED && eldest.hasNext()) {
                counted -= eldest.next().counted;
                eldest.remove();
            }
        }
    }

    private Membership read(long mailbox) {
        List<long[]> pages = new ArrayList<>();
        long next = 1;
        while (true) {
            long[] page = table.members(mailbox, next, READ_AT_ONCE);
            pages.add(page);
            if (page.length < READ_AT_ONCE * 3) {
                break;
            }
            next = page[page.length - 3] + 1;
        }
        int size = pages.stream().mapToInt(page -> page.length / 3).sum();
        long[] uids = new long[size];
        long[] firsts = new long[size];
        long[] seconds = new long[size];
        int place = 0;
        for (long[] page : pages) {
            for (int i = 0; i < page.length; i += 3) {
                uids[place] = page[i];
                firsts[place] = page[i + 1];
                seconds[place] = page[i + 2];
                place++;
            }
        }
        return new Membership(uids, firsts, seconds);
    }

    /** Changes may have been seen already when the rows were read: each is as good twice as once. */
    private static Membership changed(Membership before, List<Change> changes) {
        if (changes.isEmpty()) {
            return before;
        }
        TreeMap<Long, MessageRow> added = new TreeMap<>();
        Set<Long> removed = new HashSet<>();
        for (Change change : changes) {
            if (change.added()) {
                added.put(change.row().uid(), change.row());
                removed.remove(change.row().uid());
            } else {
                removed.add(change.row().uid());
                added.remove(change.row().uid());
            }
        }
        int most = before.size() + added.size();
        long[] uids = new long[most];
        long[] firsts = new long[most];
        long[] seconds = new long[most];
        int size = 0;
        int place = 0;
        while (place < before.size() || !added.isEmpty()) {
            long old = place < before.size() ? before.uid(place).asLong() : Long.MAX_VALUE;
            long fresh = added.isEmpty() ? Long.MAX_VALUE : added.firstKey();
            if (fresh <= old) {
                MessageRow row = Objects.requireNonNull(added.pollFirstEntry()).getValue();
                uids[size] = fresh;
                firsts[size] = row.content().hash().first();
                seconds[size] = row.content().hash().second();
                size++;
                place += fresh == old ? 1 : 0;
            } else {
                if (!removed.contains(old)) {
                    uids[size] = old;
                    firsts[size] = before.first(place);
                    seconds[size] = before.second(place);
                    size++;
                }
                place++;
            }
        }
        return new Membership(Arrays.copyOf(uids, size), Arrays.copyOf(firsts, size), Arrays.copyOf(seconds, size));
    }

    /** For the writer's thread. */
    void committed(Committed changes) {
        changes.byMailbox().forEach((mailbox, each) -> {
            Kept one;
            synchronized (kept) {
                one = kept.get(mailbox);
            }
            if (one != null) {
                one.change(each);
            }
        });
        synchronized (kept) {
            for (long mailbox : changes.dropped()) {
                Kept gone = kept.remove(mailbox);
                counted -= gone == null ? 0 : gone.counted;
            }
        }
    }
}
