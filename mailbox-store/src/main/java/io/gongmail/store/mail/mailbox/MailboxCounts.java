package io.gongmail.store.mail.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells numbers and counts of mailboxes: out of memory where somebody asked for them lately, else out of the table. Whoever opens a
 * mailbox asks for them many times. The writer tells what it has committed before it answers, so that nobody reads an older state than
 * was acknowledged. Thread-safe; bounded in memory, the least asked for goes first.
 */
final class MailboxCounts {
    /** Of those that are at hand, with a few keywords. */
    private static final int OCTETS_EACH = 512;

    /** All zero: there is no such mailbox. */
    private static final Counts NONE = new Counts(0, MailboxState.FIRST_MODSEQ, 0, 0, 0, 0, List.of());

    /**
     * A snapshot of one mailbox.
     *
     * @param octets of all its messages together
     * @param recentMark up to this UID nothing is recent
     */
    record Counts(
            long lastUid,
            long highestModSeq,
            long messages,
            long unseen,
            long octets,
            long recentMark,
            List<String> keywords) {
        Counts {
            keywords = List.copyOf(keywords);
        }

        /** The highest UID that was given; empty where none was. */
        Optional<MessageUid> last() {
            return lastUid == 0 ? Optional.empty() : Optional.of(MessageUid.of(lastUid));
        }

        /** With this mark, unless it is further already. */
        Counts markedAt(long mark) {
            return mark <= recentMark
                    ? this
                    : new Counts(lastUid, highestModSeq, messages, unseen, octets, mark, keywords);
        }
    }

    private final LongFunction<Optional<Counts>> table;
    private final Cache<Long, Counts> known;
    /** Held for moments, never while something is read. */
    private final Object changing = new Object();

    private long commits;

    /**
     * @param table reads one, empty where there is no such mailbox
     * @param most octets that all that are at hand may have together
     */
    MailboxCounts(LongFunction<Optional<Counts>> table, long most) {
        this.table = table;
        this.known = Caffeine.newBuilder()
                .maximumSize(Math.max(1, most / OCTETS_EACH))
                .executor(Runnable::run)
                .build();
    }

    /** All zero when there is no such mailbox. May block. */
    Counts of(MailboxId id) {
        Counts counts = atHand(id);
        return counts != null ? counts : read(MailboxNumber.of(id)).orElse(NONE);
    }

    /** The same where nobody has to wait for it; else null. */
    @Nullable
    Counts atHand(MailboxId id) {
        return known.getIfPresent(MailboxNumber.of(id));
    }

    /** Whatever {@code told} makes of them: at once where they are at hand, else where one may wait. It is not null. */
    <T> Mono<T> tell(MailboxId id, Function<Counts, T> told) {
        return Mono.defer(() -> {
            Counts counts = atHand(id);
            return counts != null
                    ? Mono.just(told.apply(counts))
                    : Mono.fromCallable(() -> told.apply(of(id))).subscribeOn(Schedulers.boundedElastic());
        });
    }

    private Optional<Counts> read(long mailbox) {
        long before;
        synchronized (changing) {
            before = commits;
        }
        Optional<Counts> read = table.apply(mailbox);
        synchronized (changing) {
            // Else it may be of before a commit that was told meanwhile.
            if (commits != before) {
                return read;
            }
            // Whoever came from the table first may have moved the mark meanwhile.
            return read.map(counts -> known.asMap().merge(mailbox, counts, (there, late) -> there));
        }
    }

    /**
     * From now on nothing is recent up to {@code mark}, as the writer will be told. False where somebody else was first, or what was
     * known is not at hand any more.
     */
    boolean mark(MailboxId id, Counts known, long mark) {
        return this.known.asMap().replace(MailboxNumber.of(id), known, known.markedAt(mark));
    }

    /** Takes in what was committed. For the writer's thread. */
    void committed(Committed changes) {
        synchronized (changing) {
            commits++;
            changes.counts()
                    .forEach((mailbox, counts) -> known.asMap()
                            .computeIfPresent(mailbox, (number, before) -> counts.markedAt(before.recentMark())));
            known.invalidateAll(changes.dropped());
        }
    }

    /** Of some change nobody knows whether it was made. */
    void forget() {
        synchronized (changing) {
            commits++;
            known.invalidateAll();
        }
    }
}
