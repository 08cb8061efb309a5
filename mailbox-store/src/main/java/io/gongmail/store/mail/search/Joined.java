package io.gongmail.store.mail.search;

import io.gongmail.store.mail.mailbox.Membership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one membership in one state of the index, with their places: what a query finds is walked together with
 * them, each leaping over what the other has not, so that a small mailbox costs little in a large index and nobody else's
 * message is ever told. Immutable.
 */
final class Joined {
    /** Looking a content up is worth it where the index has more than so many for each. */
    private static final int LOOK_UP = 8;

    private static final long PLACE = 0xffff_ffffL;

    private final Object state;
    private final int size;
    /** By segment: document in the upper half, place in the lower; rising. */
    private final List<long[]> pairs;

    private final BitSet present;
    private final BitSet whole = new BitSet();

    private Joined(Object state, int size, List<long[]> pairs, BitSet present) {
        this.state = state;
        this.size = size;
        this.pairs = pairs;
        this.present = present;
    }

    /** Joins, unless it was done before and both are still the same. */
    static Joined of(Membership membership, IndexSearcher searcher) throws IOException {
        IndexReader reader = searcher.getIndexReader();
        Object state = reader.getReaderCacheHelper().getKey();
        if (membership.note() instanceof Joined known && known.state == state) {
            return known;
        }
        List<long[]> pairs = new ArrayList<>();
        BitSet present = new BitSet(membership.size());
        for (LeafReaderContext segment : reader.leaves()) {
            long[] found = segment(membership, segment);
            for (long pair : found) {
                present.set((int) (pair & PLACE));
            }
            pairs.add(found);
        }
        Joined joined = new Joined(state, membership.size(), pairs, present);
        joined.whole.or(present);
        joined.whole.andNot(joined.found(searcher, new TermQuery(TextIndex.CUT)));
        membership.note(joined);
        return joined;
    }

    private static long[] segment(Membership membership, LeafReaderContext segment) throws IOException {
        Terms ids = segment.reader().terms(TextIndex.ID);
        if (ids == null) {
            return new long[0];
        }
        Found found = new Found(segment.reader().getLiveDocs());
        TermsEnum terms = ids.iterator();
        if (membership.size() * (long) LOOK_UP < segment.reader().maxDoc()) {
            for (int place = 0; place < membership.size(); place++) {
                if (terms.seekExact(TextIndex.id(membership.first(place), membership.second(place)))) {
                    found.add(terms, place);
                }
            }
        } else {
            for (BytesRef id = terms.next(); id != null; id = terms.next()) {
                ByteBuffer octets = ByteBuffer.wrap(id.bytes, id.offset, id.length);
                found.places(membership, octets.getLong(), octets.getLong(), terms);
            }
        }
        return found.sorted();
    }

    /** Pairs as they are found. */
    private static final class Found {
        private final @Nullable Bits live;
        private long[] pairs = new long[64];
        private int count;
        private @Nullable PostingsEnum postings;
        private int[] places = new int[4];
        private int placed;

        Found(@Nullable Bits live) {
            this.live = live;
        }

        void places(Membership membership, long first, long second, TermsEnum terms) throws IOException {
            placed = 0;
            membership.placesOf(first, second, place -> {
                places = placed < places.length ? places : Arrays.copyOf(places, placed * 2);
                places[placed++] = place;
            });
            for (int i = 0; i < placed; i++) {
                add(terms, places[i]);
            }
        }

        void add(TermsEnum terms, int place) throws IOException {
            PostingsEnum docs = terms.postings(postings, PostingsEnum.NONE);
            postings = docs;
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                if (live == null || live.get(doc)) {
                    pairs = count < pairs.length ? pairs : Arrays.copyOf(pairs, count * 2);
                    pairs[count++] = (long) doc << 32 | place;
                }
            }
        }

        long[] sorted() {
            long[] exact = Arrays.copyOf(pairs, count);
            Arrays.sort(exact);
            return exact;
        }
    }

    /** Whether the content at {@code place} is in the index. */
    boolean has(int place) {
        return present.get(place);
    }

    /** What the index knows of {@code question}. */
    Truth truth(IndexSearcher searcher, TextQuestion question) throws IOException {
        BitSet found = found(searcher, question.query());
        BitSet possible = Truth.all(size);
        possible.andNot(whole);
        possible.or(found);
        return new Truth(question.proves() ? found : new BitSet(), possible);
    }

    private BitSet found(IndexSearcher searcher, Query query) throws IOException {
        BitSet places = new BitSet(size);
        Weight weight =
                searcher.createWeight(searcher.rewrite(new ConstantScoreQuery(query)), ScoreMode.COMPLETE_NO_SCORES, 1);
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        for (int i = 0; i < segments.size(); i++) {
            Scorer scorer = pairs.get(i).length == 0 ? null : weight.scorer(segments.get(i));
            if (scorer != null) {
                leap(scorer.iterator(), pairs.get(i), places);
            }
        }
        return places;
    }

    private static void leap(DocIdSetIterator hits, long[] pairs, BitSet into) throws IOException {
        int at = 0;
        int hit = -1;
        while (at < pairs.length) {
            int doc = (int) (pairs[at] >>> 32);
            if (hit < doc) {
                hit = hits.advance(doc);
            }
            if (hit == DocIdSetIterator.NO_MORE_DOCS) {
                return;
            }
            if (hit == doc) {
                into.set((int) (pairs[at] & PLACE));
                at++;
            } else {
                at = leapt(pairs, at, hit);
            }
        }
    }

    /** The first pair from {@code from} on whose document is {@code doc} or behind it. */
    private static int leapt(long[] pairs, int from, int doc) {
        long wanted = (long) doc << 32;
        int step = 1;
        int below = from;
        while (below + step < pairs.length && pairs[below + step] < wanted) {
            below += step;
            step *= 2;
        }
        int found = Arrays.binarySearch(pairs, below, Math.min(pairs.length, below + step + 1), wanted);
        return found < 0 ? -found - 1 : found;
    }
}
