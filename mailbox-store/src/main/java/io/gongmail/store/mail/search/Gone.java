package io.gongmail.store.mail.search;

import io.gongmail.store.mail.mailbox.Held;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/**
 * Takes out of the index what no mailbox holds any more: compares it with all messages, some contents at a time, when enough
 * messages were deleted or a day has passed. Who receives such a content anew in that moment has it looked at by each search,
 * and so noted as lacking. For the indexer's thread only.
 */
final class Gone {
    /** So many contents are compared in one walk through the messages: 8 MB. */
    private static final int AT_ONCE = 500_000;

    private static final long ENOUGH = 1_000;
    private static final int SHARE = 10;
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final Held held;
    private long swept = System.nanoTime();
    private long deletedThen;

    Gone(Held held) {
        this.held = held;
        this.deletedThen = held.deleted();
    }

    /** @param now whether it is to be done whatever was deleted */
    void sweep(TextIndex index, boolean now) throws IOException {
        long deleted = held.deleted() - deletedThen;
        boolean due = deleted >= Math.max(ENOUGH, index.documents() / SHARE)
                || deleted > 0 && System.nanoTime() - swept > DAY;
        if (!now && !due) {
            return;
        }
        deletedThen += deleted;
        swept = System.nanoTime();
        IndexSearcher searcher = index.searchers().acquire();
        try {
            for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
                Terms ids = segment.reader().terms(TextIndex.ID);
                if (ids != null) {
                    sweep(index, ids.iterator());
                }
            }
        } finally {
            index.searchers().release(searcher);
        }
        index.commit(index.mark());
    }

    private void sweep(TextIndex index, TermsEnum terms) throws IOException {
        boolean more = true;
        while (more) {
            long[] firsts = new long[1_024];
            long[] seconds = new long[1_024];
            int count = 0;
            for (BytesRef id = count < AT_ONCE ? terms.next() : null; id != null; ) {
                if (count == firsts.length) {
                    firsts = Arrays.copyOf(firsts, count * 2);
                    seconds = Arrays.copyOf(seconds, count * 2);
                }
                firsts[count] = first(id);
                seconds[count] = second(id);
                count++;
                id = count < AT_ONCE ? terms.next() : null;
            }
            more = count == AT_ONCE;
            compare(index, Arrays.copyOf(firsts, count), seconds);
        }
    }

    /** Identifiers rise as octets do, so their halves rise as unsigned numbers. */
    private void compare(TextIndex index, long[] firsts, long[] seconds) throws IOException {
        BitSet seen = new BitSet(firsts.length);
        held.each(hash -> {
            int low = lowest(firsts, hash.first());
            for (int at = low; at < firsts.length && firsts[at] == hash.first(); at++) {
                if (seconds[at] == hash.second()) {
                    seen.set(at);
                }
            }
        });
        for (int at = seen.nextClearBit(0); at < firsts.length; at = seen.nextClearBit(at + 1)) {
            index.delete(TextIndex.id(firsts[at], seconds[at]));
        }
    }

    private static int lowest(long[] rising, long wanted) {
        int low = 0;
        int high = rising.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(rising[middle], wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long first(BytesRef id) {
        return java.nio.ByteBuffer.wrap(id.bytes, id.offset, id.length).getLong();
    }

    private static long second(BytesRef id) {
        return java.nio.ByteBuffer.wrap(id.bytes, id.offset + 8, id.length - 8).getLong();
    }
}
