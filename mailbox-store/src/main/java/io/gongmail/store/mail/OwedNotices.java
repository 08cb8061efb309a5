package io.gongmail.store.mail;

import io.gongmail.store.Slices;
import io.gongmail.store.mail.mailbox.Owed;
import io.gongmail.store.mail.mailbox.Settled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is owed what, in memory: 150 octets or so for each member of an audience that is not settled. The tables know it too, and are
 * right where this is late. Thread-safe; whose mailbox is looked at is asked without a lock.
 */
final class OwedNotices {
    /** One notice. Guarded by the whole. */
    private static final class Owing {
        private final long notice;
        private final @Nullable String[] owners;
        private final BitSet left;
        private final boolean areToBeTaken;
        /** Where {@link #next} goes on. */
        private int at;
        /** False while members are still being added, so that it is there though nobody is left. */
        private boolean whole;

        Owing(long notice, @Nullable String[] owners, boolean areToBeTaken) {
            this.notice = notice;
            this.owners = owners;
            this.left = new BitSet(owners.length);
            this.areToBeTaken = areToBeTaken;
        }

        Owed owed(int member) {
            return new Owed(notice, member, String.valueOf(owners[member]), areToBeTaken);
        }
    }

    /** Members that are added while the lock is held. */
    private static final int IN_A_STEP = 200;

    private final int most;
    private final Map<Long, Owing> notices = new LinkedHashMap<>();
    private final Map<String, List<Owed>> byOwner = new ConcurrentHashMap<>();
    private int count;

    /** @param most members that may be remembered */
    OwedNotices(int most) {
        this.most = most;
    }

    /** Whether so many more may be remembered; one audience may always. */
    synchronized boolean hasRoomFor(int members) {
        return count == 0 || count + members <= most;
    }

    /** What the owner is owed. */
    List<Owed> of(String owner) {
        return byOwner.getOrDefault(owner, List.of());
    }

    /**
     * Remembers a notice anew, some members at a time, between which others go on: all of it is there when this returns, and none of it is
     * taken for finished before.
     *
     * @param owners by member; becomes this's
     * @param left who of them is owed something
     * @param areToBeTaken whether what is owed is that copies are taken
     */
    void add(long notice, @Nullable String[] owners, BitSet left, boolean areToBeTaken, Slices slices) {
        Owing owing = new Owing(notice, owners, areToBeTaken);
        begin(owing, left);
        int next = more(owing, left, left.nextSetBit(0));
        while (next >= 0) {
            slices.step();
            next = more(owing, left, next);
        }
    }

    private synchronized void begin(Owing owing, BitSet left) {
        drop(owing.notice);
        if (!left.isEmpty()) {
            notices.put(owing.notice, owing);
        }
    }

    /** Adds some members from {@code first} on; who is the next then, or -1. */
    private synchronized int more(Owing owing, BitSet left, int first) {
        if (notices.get(owing.notice) != owing) {
            return -1; // Nobody is left, or it was forgotten meanwhile.
        }
        int member = first;
        for (int i = 0; i < IN_A_STEP && member >= 0; i++) {
            Owed owed = owing.owed(member);
            owing.left.set(member);
            count++;
            byOwner.merge(owed.owner(), List.of(owed), OwedNotices::together);
            member = left.nextSetBit(member + 1);
        }
        owing.whole = member < 0;
        return member;
    }

    private static List<Owed> together(List<Owed> some, List<Owed> more) {
        List<Owed> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Forgets what was committed. */
    synchronized void settled(Collection<Settled> settled) {
        for (Settled each : settled) {
            Owing owing = notices.get(each.owed().notice());
            // A copy that was made before a recall, and is told of after it, is still to be taken.
            boolean isThat = owing != null && owing.areToBeTaken == each.owed().isToBeTaken();
            if (owing != null && isThat && owing.left.get(each.owed().member())) {
                remove(owing, each.owed().member());
                if (owing.whole && owing.left.isEmpty()) {
                    notices.remove(owing.notice);
                }
            }
        }
    }

    private void remove(Owing owing, int member) {
        owing.left.clear(member);
        count--;
        byOwner.computeIfPresent(String.valueOf(owing.owners[member]), (owner, owed) -> {
            List<Owed> others =
                    owed.stream().filter(each -> each.notice() != owing.notice).toList();
            return others.isEmpty() ? null : others;
        });
        owing.owners[member] = null;
    }

    /** Forgets a notice whole. */
    synchronized void drop(long notice) {
        Owing owing = notices.remove(notice);
        if (owing != null) {
            for (int member : owing.left.stream().toArray()) {
                remove(owing, member);
            }
        }
    }

    /** Whether somebody is still owed this notice. */
    synchronized boolean isLeft(long notice) {
        return notices.containsKey(notice);
    }

    synchronized boolean isEmpty() {
        return notices.isEmpty();
    }

    /** How many copies are to be made or taken. */
    synchronized int count() {
        return count;
    }

    /**
     * The next that are to be settled of one notice, of each in turn.
     *
     * @param later owners who are passed over
     */
    synchronized List<Owed> next(int limit, Set<String> later) {
        Iterator<Owing> first = notices.values().iterator();
        if (!first.hasNext() || limit <= 0) {
            return List.of();
        }
        Owing owing = first.next();
        // The last one now: each has its turn.
        notices.remove(owing.notice);
        notices.put(owing.notice, owing);
        return next(owing, limit, later);
    }

    private static List<Owed> next(Owing owing, int limit, Set<String> later) {
        List<Owed> next = new ArrayList<>(limit);
        int from = owing.left.nextSetBit(owing.at);
        int member = from < 0 ? owing.left.nextSetBit(0) : from;
        boolean around = from < 0;
        int began = owing.at;
        while (member >= 0 && next.size() < limit) {
            String owner = String.valueOf(owing.owners[member]);
            if (!later.contains(owner)) {
                next.add(owing.owed(member));
            }
            owing.at = member + 1;
            member = owing.left.nextSetBit(owing.at);
            if (member < 0 && !around) {
                around = true;
                member = owing.left.nextSetBit(0);
            }
            if (around && member >= began) {
                break;
            }
        }
        return next;
    }
}
