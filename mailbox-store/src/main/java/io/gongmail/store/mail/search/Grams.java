package io.gongmail.store.mail.search;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Text as every {@link #LENGTH} characters that follow one another in it, each at its place. So a query's own grams, one behind
 * the other, are found where its characters are and nowhere else: what the index finds needs no second look. One or two
 * characters are the beginning of grams.
 */
final class Grams extends TokenStream {
    /** In characters of UTF-16. */
    static final int LENGTH = 3;

    /** So many U+0000 behind each piece of text make the grams of its last characters whole. */
    static final int APART = LENGTH - 1;

    /** Of longer queries only so much is looked up. */
    static final int LONGEST_PROVED = 120;

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final BytesRef gram = new BytesRef(new byte[2 * LENGTH]);
    private final char[] text;
    private final int length;
    private int next;

    Grams(char[] text, int length) {
        this.text = text;
        this.length = length;
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        int skipped = 1;
        while (next + LENGTH <= length && text[next] == 0) {
            next++;
            skipped++;
        }
        if (next + LENGTH > length) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            put(gram.bytes, i, text[next + i]);
        }
        term.setBytesRef(gram);
        increment.setPositionIncrement(skipped);
        next++;
        return true;
    }

    @Override
    public void reset() {
        next = 0;
    }

    /** Finds what has {@code needle}, folded and not empty, in {@code field}. */
    static Query has(String field, String needle) {
        String looked = needle.substring(0, Math.min(needle.length(), LONGEST_PROVED));
        if (looked.isEmpty()) {
            return new MatchAllDocsQuery();
        }
        if (looked.length() < LENGTH) {
            return new PrefixQuery(new Term(field, octets(looked)));
        }
        if (looked.length() == LENGTH) {
            return new ConstantScoreQuery(new TermQuery(new Term(field, octets(looked))));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        int last = looked.length() - LENGTH;
        for (int at = 0; at < last; at += LENGTH) {
            phrase.add(new Term(field, octets(looked.substring(at, at + LENGTH))), at);
        }
        phrase.add(new Term(field, octets(looked.substring(last))), last);
        return new ConstantScoreQuery(phrase.build());
    }

    /** Whether finding {@code needle} by {@link #has} proves it. */
    static boolean proves(String needle) {
        return needle.length() <= LONGEST_PROVED;
    }

    /** Not by a charset: half of a surrogate pair is a character like others here. */
    private static BytesRef octets(String gram) {
        byte[] octets = new byte[2 * gram.length()];
        for (int i = 0; i < gram.length(); i++) {
            put(octets, i, gram.charAt(i));
        }
        return new BytesRef(octets);
    }

    private static void put(byte[] octets, int place, char each) {
        octets[2 * place] = (byte) (each >> 8);
        octets[2 * place + 1] = (byte) each;
    }
}
