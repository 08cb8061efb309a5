package io.gongmail.server.imap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Criterion;

/** A search key (RFC 9051 §6.4.4) as it was asked, before it is known in which mailbox and when. */
interface SearchKey {
    /** The same in James' words. */
    Criterion in(Searched where);

    /**
     * Where and when.
     *
     * @param saved what "$" stands for
     * @param threads messages of the threads that are named, by thread
     */
    record Searched(
            SelectedMailbox mailbox,
            List<MessageRange> saved,
            MessageId.Factory ids,
            Map<String, List<SearchQuery.UidRange>> threads,
            Instant now) {
        /** The messages whose sequence numbers are in {@code ranges}; what is past the last message matches nothing. */
        Criterion numbered(List<long[]> ranges) {
            List<SearchQuery.UidRange> uids = new ArrayList<>();
            long count = mailbox.existsCount();
            for (long[] range : ranges) {
                long first = Math.min(star(range[0], count), star(range[1], count));
                long last = Math.min(count, Math.max(star(range[0], count), star(range[1], count)));
                if (first <= last && count > 0) {
                    uids.add(new SearchQuery.UidRange(
                            mailbox.uid((int) first).orElse(MessageUid.MIN_VALUE),
                            mailbox.uid((int) last).orElse(MessageUid.MAX_VALUE)));
                }
            }
            return SearchQuery.uid(uids.toArray(SearchQuery.UidRange[]::new));
        }

        Criterion uids(List<long[]> ranges) {
            long last = mailbox.getLastUid().map(MessageUid::asLong).orElse(0L);
            if (last == 0) {
                return SearchQuery.uid();
            }
            return SearchQuery.uid(ranges.stream()
                    .map(range -> new long[] {star(range[0], last), star(range[1], last)})
                    .map(range -> new SearchQuery.UidRange(
                            MessageUid.of(Math.min(range[0], range[1])), MessageUid.of(Math.max(range[0], range[1]))))
                    .toArray(SearchQuery.UidRange[]::new));
        }

        /** "$" */
        Criterion inSaved() {
            return SearchQuery.uid(saved.stream()
                    .map(range -> new SearchQuery.UidRange(range.getUidFrom(), range.getUidTo()))
                    .toArray(SearchQuery.UidRange[]::new));
        }

        /** Of a thread that is nobody's there are none. */
        Criterion inThread(String id) {
            return SearchQuery.uid(threads.getOrDefault(id, List.of()).toArray(SearchQuery.UidRange[]::new));
        }

        private static long star(long number, long last) {
            return number == Arguments.STAR ? last : number;
        }
    }

    static SearchKey of(Criterion criterion) {
        return where -> criterion;
    }

    static SearchKey all(List<SearchKey> keys) {
        return where -> SearchQuery.and(keys.stream().map(key -> key.in(where)).toList());
    }
}
