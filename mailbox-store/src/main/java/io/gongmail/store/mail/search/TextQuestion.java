package io.gongmail.store.mail.search;

import io.gongmail.store.mail.search.Lookers.DateLooker;
import io.gongmail.store.mail.search.Lookers.HeaderLooker;
import io.gongmail.store.mail.search.Lookers.TextLooker;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/** What a search asks of a message's text: how the index finds who may have it, and who looks whether one has. */
interface TextQuestion {
    /** Finds every message that may have it, if its text is in the index whole. */
    Query query();

    /** Whether what {@link #query} finds has it for certain. */
    boolean proves();

    /** One who looks through the text of one message. */
    Looker looker();

    /** Looks through one message. Not thread-safe. */
    interface Looker {
        void header(boolean own, String name, String value);

        /** A piece of folded text that follows the one before. */
        void body(char[] text, int length);

        /** The text that follows does not touch what was before. */
        void endBody();

        boolean wantsBody();

        boolean found();
    }

    /** {@code needle} in any of the message's own fields of that name; any field when there is nothing to find. */
    static TextQuestion header(String name, String needle) {
        String folded = Folding.of(needle);
        String plain = name.toLowerCase(Locale.ROOT);
        @Nullable HeaderName known = HeaderName.of(name);
        Query named = new TermQuery(new Term(TextIndex.NAME, plain));
        boolean exists = folded.isEmpty();
        Query query = exists
                ? named
                : known != null
                        ? Grams.has(TextIndex.field(known), folded)
                        : new BooleanQuery.Builder()
                                .add(named, Occur.FILTER)
                                .add(Grams.has(TextIndex.HEAD, folded), Occur.FILTER)
                                .build();
        return of(query, exists || known != null && Grams.proves(folded), () -> new HeaderLooker(plain, folded));
    }

    /** {@code needle} in the text, and in the header fields too where {@code headers} says so. */
    static TextQuestion text(String needle, boolean headers) {
        String folded = Folding.of(needle);
        Query body = folded.isEmpty() ? new MatchAllDocsQuery() : Grams.has(TextIndex.BODY, folded);
        Query query = headers && !folded.isEmpty()
                ? new BooleanQuery.Builder()
                        .add(Grams.has(TextIndex.HEAD, folded), Occur.SHOULD)
                        .add(body, Occur.SHOULD)
                        .build()
                : body;
        return of(query, Grams.proves(folded), () -> new TextLooker(folded, headers));
    }

    /** A day in the first field of that name, from {@code first} to {@code last}, both among them. */
    static TextQuestion day(String name, LocalDate first, LocalDate last) {
        String plain = name.toLowerCase(Locale.ROOT);
        boolean indexed = plain.equals("date");
        Query query = indexed
                ? NumericDocValuesField.newSlowRangeQuery(TextIndex.SENT, first.toEpochDay(), last.toEpochDay())
                : new TermQuery(new Term(TextIndex.NAME, plain));
        Predicate<String> within = value -> SentDay.of(value)
                .filter(day -> !day.isBefore(first) && !day.isAfter(last))
                .isPresent();
        return of(query, indexed, () -> new DateLooker(plain, within));
    }

    /** A value in the first field of that name for which {@code holds}. */
    static TextQuestion firstHeader(String name, Predicate<String> holds) {
        String plain = name.toLowerCase(Locale.ROOT);
        return of(new TermQuery(new Term(TextIndex.NAME, plain)), false, () -> new DateLooker(plain, holds));
    }

    private static TextQuestion of(Query query, boolean proves, java.util.function.Supplier<Looker> looker) {
        return new TextQuestion() {
            @Override
            public Query query() {
                return query;
            }

            @Override
            public boolean proves() {
                return proves;
            }

            @Override
            public Looker looker() {
                return looker.get();
            }
        };
    }
}
