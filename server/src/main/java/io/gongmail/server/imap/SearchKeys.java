package io.gongmail.server.imap;

import static java.util.Map.entry;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.mail.Flags.Flag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.jspecify.annotations.Nullable;

/**
 * Reads search keys: RFC 9051 §6.4.4 with those of RFC 3501 (NEW, OLD, RECENT), 5032 (OLDER, YOUNGER), 7162 (MODSEQ), 8474
 * (EMAILID, THREADID) and 8514 (SAVED…). James' parser takes words for others that begin so. For one command; not thread-safe.
 */
final class SearchKeys {
    /** Keys nested deeper are what a recursion might not survive. */
    static final int DEEPEST = 50;

    private static final Set<String> TYPES = Set.of("PRIV", "SHARED", "ALL");

    /** What stands behind a key's name. */
    private interface Rest {
        SearchKey read(SearchKeys keys) throws DecodingException;
    }

    private static final Map<String, Rest> REST = Map.ofEntries(
            entry("ALL", just(SearchQuery.all())),
            entry("ANSWERED", just(SearchQuery.flagIsSet(Flag.ANSWERED))),
            entry("BCC", address(AddressType.Bcc)),
            entry("BEFORE", day(SearchQuery::internalDateBefore)),
            entry("BODY", string(SearchQuery::bodyContains)),
            entry("CC", address(AddressType.Cc)),
            entry("DELETED", just(SearchQuery.flagIsSet(Flag.DELETED))),
            entry("DRAFT", just(SearchQuery.flagIsSet(Flag.DRAFT))),
            entry("EMAILID", SearchKeys::emailId),
            entry("FLAGGED", just(SearchQuery.flagIsSet(Flag.FLAGGED))),
            entry("FROM", address(AddressType.From)),
            entry("HEADER", SearchKeys::header),
            entry("KEYWORD", keyword(SearchQuery::flagIsSet)),
            entry("LARGER", size(SearchQuery::sizeGreaterThan)),
            entry("MODSEQ", SearchKeys::modSeq),
            entry("NEW", just(SearchQuery.and(SearchQuery.flagIsSet(Flag.RECENT), SearchQuery.flagIsUnSet(Flag.SEEN)))),
            entry("NOT", SearchKeys::not),
            entry("OLD", just(SearchQuery.flagIsUnSet(Flag.RECENT))),
            entry("OLDER", within(SearchQuery::internalDateAfter)),
            entry("ON", day(SearchQuery::internalDateOn)),
            entry("OR", SearchKeys::or),
            entry("RECENT", just(SearchQuery.flagIsSet(Flag.RECENT))),
            entry("SAVEDATESUPPORTED", just(SearchQuery.all())), // RFC 8514 §4.3: every mailbox has it
            entry("SAVEDBEFORE", day(SearchQuery::saveDateBefore)),
            entry("SAVEDON", day(SearchQuery::saveDateOn)),
            entry("SAVEDSINCE", day((day, by) -> SearchQuery.not(SearchQuery.saveDateBefore(day, by)))),
            entry("SEEN", just(SearchQuery.flagIsSet(Flag.SEEN))),
            entry("SENTBEFORE", day((day, by) -> SearchQuery.headerDateBefore("Date", day, by))),
            entry("SENTON", day((day, by) -> SearchQuery.headerDateOn("Date", day, by))),
            // Not "not before": what tells no date was sent neither before nor since.
            entry(
                    "SENTSINCE",
                    day((day, by) -> SearchQuery.or(
                            SearchQuery.headerDateOn("Date", day, by), SearchQuery.headerDateAfter("Date", day, by)))),
            entry("SINCE", day((day, by) -> SearchQuery.not(SearchQuery.internalDateBefore(day, by)))),
            entry("SMALLER", size(SearchQuery::sizeLessThan)),
            entry("SUBJECT", string(SearchQuery::subject)),
            entry("TEXT", string(SearchQuery::mailContains)),
            entry("THREADID", SearchKeys::threadId),
            entry("TO", address(AddressType.To)),
            entry("UID", SearchKeys::uids),
            entry("UNANSWERED", just(SearchQuery.flagIsUnSet(Flag.ANSWERED))),
            entry("UNDELETED", just(SearchQuery.flagIsUnSet(Flag.DELETED))),
            entry("UNDRAFT", just(SearchQuery.flagIsUnSet(Flag.DRAFT))),
            entry("UNFLAGGED", just(SearchQuery.flagIsUnSet(Flag.FLAGGED))),
            entry("UNKEYWORD", keyword(SearchQuery::flagIsUnSet)),
            entry("UNSEEN", just(SearchQuery.flagIsUnSet(Flag.SEEN))),
            entry("YOUNGER", within(SearchQuery::internalDateBefore)));

    private final Arguments arguments;
    private int depth;
    private boolean modSeq;
    private final Set<String> threads = new HashSet<>();

    private SearchKeys(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Keys that all must hold.
     *
     * @param modSeq whether mod-sequences are asked for among them
     * @param threads that are named among them
     */
    record Read(List<SearchKey> keys, boolean modSeq, Set<String> threads) {
        SearchQuery query(SearchKey.Searched where) {
            return SearchQuery.builder()
                    .addRecentMessageUids(where.mailbox().getRecent())
                    .andCriteria(keys.stream().map(key -> key.in(where)).toList())
                    .build();
        }
    }

    /** What is nested past {@link #DEEPEST}. */
    static final class TooDeepException extends DecodingException {
        private static final long serialVersionUID = 1L;

        TooDeepException() {
            super(HumanReadableText.ILLEGAL_ARGUMENTS, "keys are nested too deeply");
        }
    }

    /**
     * Reads keys up to the end of the command, at least one.
     *
     * @param name the first key's, where it was read already
     */
    static Read read(Arguments arguments, @Nullable String name) throws DecodingException {
        SearchKeys reading = new SearchKeys(arguments);
        List<SearchKey> keys = new ArrayList<>();
        if (name == null) {
            keys.add(reading.key());
        } else {
            keys.add(reading.named(name));
        }
        while (arguments.more('\n')) {
            keys.add(reading.key());
        }
        arguments.end();
        return new Read(keys, reading.modSeq, Set.copyOf(reading.threads));
    }

    private SearchKey together() throws DecodingException {
        List<SearchKey> keys = new ArrayList<>();
        arguments.blanks(); // Not in RFC 9051 §9, search-key, as there is none before ")", and harmless.
        do {
            keys.add(key());
        } while (arguments.more(')'));
        arguments.takes(')');
        return SearchKey.all(keys);
    }

    private SearchKey key() throws DecodingException {
        depth++;
        if (depth > DEEPEST) {
            throw new TooDeepException();
        }
        SearchKey key = keyHere();
        depth--;
        return key;
    }

    private SearchKey keyHere() throws DecodingException {
        if (arguments.has('(')) {
            return together();
        }
        if (arguments.has('$')) {
            return SearchKey.Searched::inSaved; // RFC 5182 §3
        }
        char next = arguments.next();
        if (next == '*' || next >= '0' && next <= '9') {
            List<long[]> numbers = arguments.sequenceSet();
            return where -> where.numbered(numbers);
        }
        return named(arguments.word());
    }

    private SearchKey named(String name) throws DecodingException {
        Rest rest = REST.get(name);
        if (rest == null) {
            throw Arguments.wrong("there is no such search key");
        }
        return rest.read(this);
    }

    private SearchKey not() throws DecodingException {
        arguments.space();
        SearchKey key = key();
        return where -> SearchQuery.not(key.in(where));
    }

    private SearchKey or() throws DecodingException {
        arguments.space();
        SearchKey one = key();
        arguments.space();
        SearchKey other = key();
        return where -> SearchQuery.or(one.in(where), other.in(where));
    }

    private SearchKey uids() throws DecodingException {
        arguments.space();
        if (arguments.has('$')) {
            return SearchKey.Searched::inSaved;
        }
        List<long[]> uids = arguments.sequenceSet();
        return where -> where.uids(uids);
    }

    private SearchKey header() throws DecodingException {
        arguments.space();
        String name = arguments.astring();
        arguments.space();
        String value = arguments.astring();
        // RFC 9051 §6.4.4: an empty value matches each message that has the field.
        return SearchKey.of(value.isEmpty() ? SearchQuery.headerExists(name) : SearchQuery.headerContains(name, value));
    }

    /** RFC 7162 §3.1.5. Mod-sequences are of messages, so the entry and its type make no difference. */
    private SearchKey modSeq() throws DecodingException {
        modSeq = true;
        arguments.space();
        if (arguments.next() == '"') {
            if (!arguments.quoted().startsWith("/flags/")) {
                throw Arguments.wrong("there is no such entry");
            }
            arguments.space();
            if (!TYPES.contains(arguments.word())) {
                throw Arguments.wrong("there is no such type of entry");
            }
            arguments.space();
        }
        long least = arguments.number();
        return SearchKey.of(SearchQuery.or(SearchQuery.modSeqEquals(least), SearchQuery.modSeqGreaterThan(least)));
    }

    /** RFC 8474 §6: an identifier that is nobody's matches nothing. */
    private SearchKey emailId() throws DecodingException {
        String id = objectId();
        return where -> {
            try {
                return SearchQuery.hasMessageId(where.ids().fromString(id));
            } catch (IllegalArgumentException e) {
                return SearchQuery.uid();
            }
        };
    }

    /** RFC 8474 §6 */
    private SearchKey threadId() throws DecodingException {
        String id = objectId();
        threads.add(id);
        return where -> where.inThread(id);
    }

    private String objectId() throws DecodingException {
        arguments.space();
        String id = arguments.atom();
        boolean fits = id.chars().allMatch(each -> Character.isLetterOrDigit(each) || each == '-' || each == '_');
        if (!fits || id.length() > 255) {
            throw Arguments.wrong("not an object identifier"); // RFC 8474 §7
        }
        return id;
    }

    private static Rest just(Criterion criterion) {
        SearchKey key = SearchKey.of(criterion);
        return keys -> key;
    }

    private static Rest string(Function<String, Criterion> criterion) {
        return keys -> {
            keys.arguments.space();
            return SearchKey.of(criterion.apply(keys.arguments.astring()));
        };
    }

    private static Rest address(AddressType type) {
        return string(value -> SearchQuery.address(type, value));
    }

    private static Rest keyword(Function<String, Criterion> criterion) {
        return keys -> {
            keys.arguments.space();
            return SearchKey.of(criterion.apply(keys.arguments.atom()));
        };
    }

    private static Rest size(Function<Long, Criterion> criterion) {
        return keys -> {
            keys.arguments.space();
            return SearchKey.of(criterion.apply(keys.arguments.number()));
        };
    }

    private static Rest day(BiFunction<Date, DateResolution, Criterion> criterion) {
        return keys -> {
            keys.arguments.space();
            LocalDate day = keys.arguments.date();
            Date start = Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
            return SearchKey.of(criterion.apply(start, DateResolution.Day));
        };
    }

    /** RFC 5032 §3: both keys count the second itself in, so each is the opposite of the other's rest. */
    private static Rest within(BiFunction<Date, DateResolution, Criterion> beyond) {
        return keys -> {
            keys.arguments.space();
            long seconds = keys.arguments.positive();
            return where ->
                    SearchQuery.not(beyond.apply(Date.from(where.now().minusSeconds(seconds)), DateResolution.Second));
        };
    }
}
