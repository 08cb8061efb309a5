package io.gongmail.store.mail.search;

import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.Membership;
import io.gongmail.store.mail.mailbox.Memberships;
import io.gongmail.store.mail.mailbox.SearchedRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers keys in one mailbox. Thread-safe. What it reads is bounded by a page of rows and a piece of text. */
final class Finding {
    private static final Logger LOG = LoggerFactory.getLogger(Finding.class);

    private final Memberships memberships;
    private final SearchedRows rows;
    private final Indexer indexer;

    Finding(Memberships memberships, SearchedRows rows, Indexer indexer) {
        this.memberships = memberships;
        this.rows = rows;
        this.indexer = indexer;
    }

    /**
     * Tells {@code found} the messages for which {@code key} holds, by rising UID, until {@code enough}.
     *
     * @param withRow whether {@code found} wants the row too; without, it may be told the UID alone
     */
    void find(MailboxId mailbox, Key key, boolean withRow, BooleanSupplier enough, Consumer<Hit> found) {
        List<Key.Text> texts = new ArrayList<>();
        key.texts(texts);
        if (texts.isEmpty()) {
            byRows(mailbox, key, enough, found);
        } else {
            new Search(mailbox, key, texts, withRow, enough, found).run();
        }
    }

    /** @param row null where it was not asked for */
    record Hit(MessageUid uid, @Nullable MailboxMessage row) {}

    private void byRows(MailboxId mailbox, Key key, BooleanSupplier enough, Consumer<Hit> found) {
        long[] span = key.span();
        long next = span[0];
        while (next <= span[1] && !enough.getAsBoolean()) {
            List<MailboxMessage> page = rows.page(mailbox, next, span[1]);
            for (MailboxMessage row : page) {
                if (key.of(row, text -> Answer.NO) == Answer.YES) {
                    found.accept(new Hit(row.getUid(), row));
                }
            }
            if (page.size() < SearchedRows.PAGE) {
                return;
            }
            next = page.get(page.size() - 1).getUid().asLong() + 1;
        }
    }

    /** One search of texts: what the index cannot decide, rows and then texts do. */
    private final class Search {
        private final MailboxId mailbox;
        private final Key key;
        private final List<Key.Text> texts;
        private final boolean withRow;
        private final BooleanSupplier enough;
        private final Consumer<Hit> found;
        private final Membership members;
        private final Map<Key.Text, Truth> known = new IdentityHashMap<>();
        private @Nullable Joined joined;

        Search(
                MailboxId mailbox,
                Key key,
                List<Key.Text> texts,
                boolean withRow,
                BooleanSupplier enough,
                Consumer<Hit> found) {
            this.mailbox = mailbox;
            this.key = key;
            this.texts = texts;
            this.withRow = withRow;
            this.enough = enough;
            this.found = found;
            this.members = memberships.of(mailbox);
        }

        void run() {
            askIndex();
            Truth truth = key.among(members.size(), this::places, known::get);
            BitSet possible = truth.possible();
            BitSet certain = truth.certain();
            int place = possible.nextSetBit(0);
            while (place >= 0 && !enough.getAsBoolean()) {
                // A stretch of places that are decided, or a page of those that are not.
                List<Integer> page = new ArrayList<>();
                boolean decided = !withRow && certain.get(place);
                while (place >= 0 && page.size() < SearchedRows.PAGE && decided == (!withRow && certain.get(place))) {
                    page.add(place);
                    place = possible.nextSetBit(place + 1);
                }
                if (decided) {
                    page.forEach(each -> found.accept(new Hit(members.uid(each), null)));
                } else {
                    decide(page);
                }
            }
        }

        private BitSet places(Key.Uids uids) {
            BitSet places = new BitSet(members.size());
            uids.ranges().forEach(range -> places.or(members.places(range[0], range[1])));
            return places;
        }

        private void askIndex() {
            texts.forEach(text -> known.put(text, Truth.unknown(members.size())));
            Optional<TextIndex> open = members.size() == 0 ? Optional.empty() : opened();
            if (open.isEmpty()) {
                return;
            }
            try {
                IndexSearcher searcher = open.get().searchers().acquire();
                try {
                    searcher.setQueryCache(null);
                    Joined pairs = Joined.of(members, searcher);
                    for (Key.Text text : texts) {
                        known.put(text, pairs.truth(searcher, text.question()));
                    }
                    joined = pairs;
                } finally {
                    open.get().searchers().release(searcher);
                }
            } catch (AlreadyClosedException e) {
                unknown();
            } catch (IOException | RuntimeException e) {
                LOG.warn("the search index cannot be read, messages are: {}", e.toString());
                indexer.isBroken();
                unknown();
            }
        }

        private void unknown() {
            texts.forEach(text -> known.put(text, Truth.unknown(members.size())));
        }

        private void decide(List<Integer> places) {
            long[] uids = places.stream()
                    .mapToLong(place -> members.uid(place).asLong())
                    .toArray();
            int at = 0;
            for (MailboxMessage row : rows.messages(mailbox, uids)) {
                while (uids[at] != row.getUid().asLong()) {
                    at++;
                }
                int place = places.get(at);
                Answer answer = key.of(row, text -> truth(text).at(place));
                if (answer == Answer.MAYBE) {
                    note(place, row);
                    answer = looked(row);
                }
                if (answer == Answer.YES) {
                    found.accept(new Hit(row.getUid(), row));
                }
                if (enough.getAsBoolean()) {
                    return;
                }
            }
        }

        private Truth truth(Key.Text text) {
            Truth truth = known.get(text);
            return truth == null ? Truth.unknown(members.size()) : truth;
        }

        private void note(int place, MailboxMessage row) {
            Joined pairs = joined;
            if (pairs != null && !pairs.has(place)) {
                Sha256 hash = SearchedRows.content(row).hash();
                indexer.lacks(hash);
            }
        }

        private Answer looked(MailboxMessage row) {
            try (InputStream message = row.getFullContent()) {
                Looking looking = Looking.at(message, texts);
                return key.of(row, looking::of);
            } catch (IOException e) {
                LOG.warn("{} cannot be read for a search: {}", row, e.getMessage());
                return Answer.NO;
            }
        }
    }

    /** The index; soon after the start it is opened for the first who searches. */
    private Optional<TextIndex> opened() {
        Optional<TextIndex> open = indexer.index();
        if (open.isPresent()) {
            return open;
        }
        indexer.wake();
        try {
            indexer.opened().get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return indexer.index();
    }
}
