package io.gongmail.store.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file's octets: as programs see them, and as they are on the medium. Guarded by its disk. */
final class Inode {
    /** One change since the last sync; {@code bytes} of none is a change of length. */
    private record Change(long at, byte[] bytes, long length) {
        boolean touches(long from, long to) {
            return at < to && at + bytes.length > from;
        }
    }

    private static final int PAGE = 4096;

    final boolean folder;
    /** Whether what was written at once is lost or kept at once; else each sector is by itself. */
    private final boolean wholeWrites;

    /** Whether programs see what the medium may not have, though nothing waits to be synced. */
    private boolean dropped;

    private int unit = Disk.SECTOR;

    private byte[] seen = new byte[0];
    private int length;
    private byte[] kept = new byte[0];
    private int keptLength;
    private final List<Change> unsynced = new ArrayList<>();

    Inode(boolean folder, boolean wholeWrites) {
        this.folder = folder;
        this.wholeWrites = wholeWrites;
    }

    Inode copy() {
        Inode copy = new Inode(folder, wholeWrites);
        copy.unit = unit;
        copy.dropped = dropped;
        copy.seen = Arrays.copyOf(seen, length);
        copy.length = length;
        copy.kept = Arrays.copyOf(kept, keptLength);
        copy.keptLength = keptLength;
        copy.unsynced.addAll(unsynced);
        return copy;
    }

    long length() {
        return length;
    }

    int read(long at, byte[] into, int offset, int count) {
        if (at >= length) {
            return -1;
        }
        int read = (int) Math.min(count, length - at);
        System.arraycopy(seen, (int) at, into, offset, read);
        return read;
    }

    void write(long at, byte[] bytes) {
        seen = put(seen, at, bytes);
        length = (int) Math.max(length, at + bytes.length);
        if (dropped) {
            // The system writes whole pages, so that what it dropped of this one goes along.
            long first = at / PAGE * PAGE;
            int last = (int) Math.min(length, (at + bytes.length + PAGE - 1) / PAGE * PAGE);
            unsynced.add(new Change(first, Arrays.copyOfRange(seen, (int) first, last), length));
        } else {
            unsynced.add(new Change(at, bytes, length));
        }
        if (wholeWrites) {
            unit = Math.max(unit, bytes.length);
        }
    }

    /**
     * How many of {@code count} octets go in at {@code at} when there is no more room. A system gives room by whole pages, so that a
     * page of Derby's is never torn by this; other files are less sure of it.
     */
    int fitting(long at, int count) {
        return wholeWrites ? (int) Math.max(0, count - (at + count) % PAGE) : count;
    }

    void setLength(long wanted) {
        if (wanted == length) {
            return;
        }
        if (wanted < length) {
            Arrays.fill(seen, (int) wanted, length, (byte) 0);
        } else {
            seen = room(seen, wanted);
        }
        length = (int) wanted;
        unsynced.add(new Change(wanted, new byte[0], wanted));
    }

    boolean isSynced() {
        return unsynced.isEmpty();
    }

    void sync() {
        for (Change change : unsynced) {
            keep(change);
        }
        unsynced.clear();
    }

    private void keep(Change change) {
        if (change.bytes.length > 0) {
            kept = put(kept, change.at, change.bytes);
            keptLength = (int) Math.max(keptLength, change.at + change.bytes.length);
        } else {
            cut(change.length);
        }
    }

    private void cut(long to) {
        if (to < keptLength) {
            Arrays.fill(kept, (int) to, keptLength, (byte) 0);
        } else {
            kept = room(kept, to);
        }
        keptLength = (int) to;
    }

    /** Of what was not synced each unit is kept as it was after any of its changes, or lost. */
    void scatter(Random random) {
        if (unsynced.isEmpty()) {
            return;
        }
        int mode = random.nextInt(4);
        if (mode == 0) {
            unsynced.clear();
        } else if (mode == 1) {
            sync();
        } else if (mode == 2) {
            unsynced.subList(random.nextInt(unsynced.size()), unsynced.size()).clear();
            sync();
        } else {
            byUnits(random);
        }
    }

    private void byUnits(Random random) {
        // The length is one fact of its own: any that it had.
        int lengthAfter = random.nextInt(unsynced.size() + 1);
        long end = lengthAfter == 0 ? keptLength : unsynced.get(lengthAfter - 1).length;
        byte[] before = kept;
        int beforeLength = keptLength;
        kept = Arrays.copyOf(before, (int) Math.max(end, beforeLength));
        long first = unsynced.stream().mapToLong(Change::at).min().orElse(0);
        for (long from = first / unit * unit; from < end; from += unit) {
            long to = Math.min(end, from + unit);
            int until = random.nextInt(unsynced.size() + 1);
            for (Change change : unsynced.subList(0, until)) {
                if (change.bytes.length == 0) {
                    blank(Math.max(from, change.length), to);
                } else if (change.touches(from, to)) {
                    long begin = Math.max(from, change.at);
                    long stop = Math.min(to, change.at + change.bytes.length);
                    System.arraycopy(change.bytes, (int) (begin - change.at), kept, (int) begin, (int) (stop - begin));
                }
            }
        }
        keptLength = (int) end;
        if (end < kept.length) {
            Arrays.fill(kept, (int) end, kept.length, (byte) 0);
        }
        unsynced.clear();
    }

    private void blank(long from, long to) {
        if (from < to) {
            Arrays.fill(kept, (int) from, (int) to, (byte) 0);
        }
    }

    /** A sync fails: what was not synced is scattered, and clean in memory. */
    void failSync(Random random) {
        scatter(random);
        dropped = true;
    }

    /** Programs see what is on the medium. */
    void reread() {
        dropped = false;
        seen = Arrays.copyOf(kept, keptLength);
        length = keptLength;
        unsynced.clear();
    }

    /** Changes one bit at rest. */
    void flip(long at, int bit) {
        kept[(int) at] ^= (byte) (1 << bit);
        seen[(int) at] ^= (byte) (1 << bit);
    }

    byte[] octets() {
        return Arrays.copyOf(seen, length);
    }

    private static byte[] put(byte[] into, long at, byte[] bytes) {
        byte[] roomy = room(into, at + bytes.length);
        System.arraycopy(bytes, 0, roomy, (int) at, bytes.length);
        return roomy;
    }

    private static byte[] room(byte[] array, long length) {
        return length <= array.length
                ? array
                : Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(length, array.length * 3L / 2)));
    }
}
