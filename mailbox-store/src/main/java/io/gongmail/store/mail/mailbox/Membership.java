package io.gongmail.store.mail.mailbox;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.apache.james.mailbox.MessageUid;

/**
 * Which messages a mailbox had at one instant, by rising UID, and of what content: 40 octets for each. Immutable but for the
 * place where a reader of it keeps what it worked out.
 *
 * <p>A content is known here by the first half of its SHA-256: 2^64 tries for two alike.
 */
public final class Membership {
    private static final int NONE = -1;

    private final long[] uids;
    private final long[] firsts;
    private final long[] seconds;
    private volatile int[] heads = new int[0];
    private volatile int[] nexts = new int[0];

    /** What a reader of this membership worked out of it and wants to find again; lost when it is. */
    private volatile Object note = this;

    Membership(long[] uids, long[] firsts, long[] seconds) {
        this.uids = uids;
        this.firsts = firsts;
        this.seconds = seconds;
    }

    public int size() {
        return uids.length;
    }

    /** The UID at {@code place}, 0 to size − 1. */
    public MessageUid uid(int place) {
        return MessageUid.of(uids[place]);
    }

    /** The first 8 octets of the hash of the content at {@code place}. */
    public long first(int place) {
        return firsts[place];
    }

    /** The next 8 octets. */
    public long second(int place) {
        return seconds[place];
    }

    /** The places of UIDs from {@code first} to {@code last}, both among them. */
    public BitSet places(long first, long last) {
        int from = Arrays.binarySearch(uids, first);
        int to = Arrays.binarySearch(uids, last);
        BitSet places = new BitSet(uids.length);
        int begin = from < 0 ? -from - 1 : from;
        int end = to < 0 ? -to - 1 : to + 1;
        if (begin < end) {
            places.set(begin, end);
        }
        return places;
    }

    /** Tells {@code each} every place that has this content. */
    public void placesOf(long first, long second, IntConsumer each) {
        int[] table = heads;
        if (table.length == 0) {
            table = hashed();
        }
        for (int at = slot(first, table.length); table[at] != NONE; at = at + 1 & table.length - 1) {
            int place = table[at];
            if (firsts[place] == first && seconds[place] == second) {
                for (int found = place; found != NONE; found = nexts[found]) {
                    each.accept(found);
                }
                return;
            }
        }
    }

    private synchronized int[] hashed() {
        if (heads.length > 0) {
            return heads;
        }
        int[] table = new int[Math.max(2, Integer.highestOneBit(Math.max(1, uids.length)) * 4)];
        int[] chains = new int[uids.length];
        Arrays.fill(table, NONE);
        for (int place = 0; place < uids.length; place++) {
            chains[place] = NONE;
            int at = slot(firsts[place], table.length);
            while (table[at] != NONE && (firsts[table[at]] != firsts[place] || seconds[table[at]] != seconds[place])) {
                at = at + 1 & table.length - 1;
            }
            if (table[at] != NONE) {
                chains[place] = table[at];
            }
            table[at] = place;
        }
        nexts = chains;
        heads = table;
        return table;
    }

    private static int slot(long first, int length) {
        return Long.hashCode(first * 0x9E3779B97F4A7C15L) >>> 7 & length - 1;
    }

    /** What was left by {@link #note(Object)}, or this membership itself. */
    public Object note() {
        return note;
    }

    /** Leaves one thing here, for as long as this membership is remembered; it takes the place of the one before. */
    public void note(Object left) {
        note = left;
    }
}
