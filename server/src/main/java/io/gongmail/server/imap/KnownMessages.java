package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;

/**
 * Messages that a command names and that the session knows of.
 *
 * @param uids theirs, in runs without gaps, rising
 * @param ranges from UID to UID, rising: so few that nothing else is in them
 */
record KnownMessages(List<IdRange> uids, List<MessageRange> ranges, long count) {
    static KnownMessages of(SelectedMailbox selected, List<MessageRange> named) {
        BitSet numbers = new BitSet();
        for (MessageRange range : named) {
            int first = first(selected, range.getUidFrom().asLong());
            int after = range.getUidTo().equals(MessageUid.MAX_VALUE)
                    ? (int) selected.existsCount() + 1
                    : first(selected, range.getUidTo().asLong() + 1);
            if (first < after) {
                numbers.set(first, after);
            }
        }
        List<IdRange> uids = new ArrayList<>();
        List<MessageRange> ranges = new ArrayList<>();
        for (int begin = numbers.nextSetBit(0); begin >= 0; ) {
            int end = numbers.nextClearBit(begin);
            ranges.add(MessageRange.range(MessageUid.of(uid(selected, begin)), MessageUid.of(uid(selected, end - 1))));
            long low = uid(selected, begin);
            for (int number = begin + 1; number <= end; number++) {
                long high = uid(selected, number - 1);
                if (number == end || uid(selected, number) != high + 1) {
                    uids.add(new IdRange(low, high));
                    low = number == end ? low : uid(selected, number);
                }
            }
            begin = numbers.nextSetBit(end);
        }
        return new KnownMessages(uids, ranges, numbers.cardinality());
    }

    /** The sequence number of the first message with this UID or a higher one; one more than there are where none has. */
    private static int first(SelectedMailbox selected, long uid) {
        int low = 1;
        int high = (int) selected.existsCount() + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uid(selected, middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long uid(SelectedMailbox selected, int number) {
        return selected.uid(number).map(MessageUid::asLong).orElse(Long.MAX_VALUE);
    }
}
