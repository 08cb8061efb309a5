package io.gongmail.server.imap;

import java.util.Arrays;
import java.util.List;
import org.apache.james.mailbox.MessageUid;

/**
 * UIDs of one mailbox, rising, with 4 octets for each. Where they are all of it, the place of each from 1 on is the message's
 * sequence number (RFC 9051 §2.3.1.2). Not thread-safe.
 */
final class UidList {
    /** RFC 9051 §2.3.1.1: a UID has 32 bits. */
    private static final long LAST_UID = 0xffff_ffffL;

    private static final int FIRST_ROOM = 16;

    /** Each with its highest bit turned over, so that they have the order of ints. */
    private int[] uids = new int[0];

    private int count;

    /** Takes these, which rise, in place of what was there. */
    void set(long[] rising) {
        uids = new int[rising.length];
        for (int i = 0; i < rising.length; i++) {
            uids[i] = turned(rising[i]);
        }
        count = rising.length;
    }

    int count() {
        return count;
    }

    List<MessageUid> all() {
        return Arrays.stream(uids, 0, count)
                .mapToObj(uid -> MessageUid.of(Integer.toUnsignedLong(uid ^ Integer.MIN_VALUE)))
                .toList();
    }

    boolean has(long uid) {
        return index(uid) >= 0;
    }

    /** From 1 on; 0 where it is not there. */
    int place(long uid) {
        return Math.max(0, index(uid) + 1);
    }

    /** The UID at a place from 1 on; 0 where there is none. */
    long uid(int place) {
        return place < 1 || place > count ? 0 : Integer.toUnsignedLong(uids[place - 1] ^ Integer.MIN_VALUE);
    }

    /** False when it is there. */
    boolean add(long uid) {
        int index = index(uid);
        if (index >= 0) {
            return false;
        }
        int at = -1 - index;
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, Math.max(FIRST_ROOM, count + count / 2));
        }
        // A new message has the highest UID, so that as a rule nothing is moved.
        System.arraycopy(uids, at, uids, at + 1, count - at);
        uids[at] = turned(uid);
        count++;
        return true;
    }

    /** Takes all of another list besides. */
    void add(UidList others) {
        int[] both = new int[count + others.count];
        int filled = 0;
        int own = 0;
        int other = 0;
        while (own < count || other < others.count) {
            boolean takesOwn = other == others.count || own < count && uids[own] <= others.uids[other];
            boolean isBoth = own < count && other < others.count && uids[own] == others.uids[other];
            both[filled++] = takesOwn ? uids[own] : others.uids[other];
            own += takesOwn ? 1 : 0;
            other += !takesOwn || isBoth ? 1 : 0;
        }
        uids = filled == both.length ? both : Arrays.copyOf(both, filled);
        count = filled;
    }

    /** Lets go those that are not in another list. */
    void keep(UidList others) {
        filter(others, true);
    }

    /** Lets go those that are in another list. */
    void removeAll(UidList others) {
        filter(others, false);
    }

    private void filter(UidList others, boolean kept) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if ((Arrays.binarySearch(others.uids, 0, others.count, uids[i]) >= 0) == kept) {
                uids[left++] = uids[i];
            }
        }
        uids = Arrays.copyOf(uids, left);
        count = left;
    }

    /** The place that it had, which those behind it move up into; 0 where it is not there. */
    int remove(long uid) {
        int index = index(uid);
        if (index < 0) {
            return 0;
        }
        System.arraycopy(uids, index + 1, uids, index, count - index - 1);
        count--;
        return index + 1;
    }

    void clear() {
        uids = new int[0];
        count = 0;
    }

    private int index(long uid) {
        if (uid < 1) {
            return -1;
        }
        return uid > LAST_UID ? -1 - count : Arrays.binarySearch(uids, 0, count, turned(uid));
    }

    private static int turned(long uid) {
        if (uid < 1 || uid > LAST_UID) {
            throw new IllegalArgumentException("no UID: " + uid);
        }
        return (int) uid ^ Integer.MIN_VALUE;
    }
}
