package io.gongmail.store.mail.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.jspecify.annotations.Nullable;

/**
 * Finds mailboxes with their rights: out of memory where somebody found them lately, else out of the table. A command names its mailbox,
 * and one after the other does. Who changes names or rights tells it before anybody hears that they are changed; that there is none is
 * never remembered. Thread-safe; bounded in memory, the least asked for goes first. What it gives is the caller's own.
 */
final class MailboxNames {
    /** Of one that is at hand, with rights for some. */
    private static final int OCTETS_EACH = 1_024;

    private final Function<MailboxPath, Optional<Mailbox>> byPath;
    private final LongFunction<Optional<Mailbox>> byNumber;
    private final Cache<Long, Mailbox> known;
    /** May name one that has another name by now, or is gone. */
    private final Cache<MailboxPath, Long> numbers;
    /** Held for moments, never while something is read. */
    private final Object changing = new Object();

    private long changes;

    /**
     * @param byPath reads one of the table
     * @param byNumber the same
     * @param most octets that all that are at hand may have together
     */
    MailboxNames(Function<MailboxPath, Optional<Mailbox>> byPath, LongFunction<Optional<Mailbox>> byNumber, long most) {
        this.byPath = byPath;
        this.byNumber = byNumber;
        this.known = bounded(most);
        this.numbers = bounded(most);
    }

    private static <K, V> Cache<K, V> bounded(long most) {
        return Caffeine.newBuilder()
                .maximumSize(Math.max(1, most / OCTETS_EACH))
                .executor(Runnable::run)
                .build();
    }

    /** May block. */
    Optional<Mailbox> find(MailboxPath path) {
        Optional<Mailbox> found = atHand(path);
        return found.isPresent() ? found : read(() -> byPath.apply(path));
    }

    /** May block. */
    Optional<Mailbox> find(MailboxId id) {
        Optional<Mailbox> found = atHand(id);
        return found.isPresent() ? found : read(() -> byNumber.apply(MailboxNumber.of(id)));
    }

    /** The same where nobody has to wait for it; else empty. */
    Optional<Mailbox> atHand(MailboxPath path) {
        Long number = numbers.getIfPresent(path);
        return number == null
                ? Optional.empty()
                : copy(known.getIfPresent(number))
                        .filter(mailbox -> mailbox.generateAssociatedPath().equals(path));
    }

    /** As with a path. */
    Optional<Mailbox> atHand(MailboxId id) {
        return copy(known.getIfPresent(MailboxNumber.of(id)));
    }

    /** Whoever renames one changes what was found. */
    private static Optional<Mailbox> copy(@Nullable Mailbox mailbox) {
        return Optional.ofNullable(mailbox).map(Mailbox::new);
    }

    @FunctionalInterface
    private interface Reading {
        Optional<Mailbox> done();
    }

    private Optional<Mailbox> read(Reading reading) {
        long before;
        synchronized (changing) {
            before = changes;
        }
        Optional<Mailbox> read = reading.done();
        synchronized (changing) {
            // Else it may be of before a change that was told meanwhile.
            if (changes == before) {
                read.ifPresent(this::keep);
            }
        }
        return read;
    }

    private void keep(Mailbox mailbox) {
        long number = MailboxNumber.of(mailbox.getMailboxId());
        known.put(number, new Mailbox(mailbox));
        numbers.put(mailbox.generateAssociatedPath(), number);
    }

    /** Takes in what was committed. For the writer's thread. */
    void committed(Committed done) {
        if (done.altered().isEmpty() && done.dropped().isEmpty()) {
            return;
        }
        synchronized (changing) {
            changes++;
            known.invalidateAll(done.altered());
            known.invalidateAll(done.dropped());
        }
    }

    /** Many have other names or rights, or of some change nobody knows whether it was made. */
    void forget() {
        synchronized (changing) {
            changes++;
            known.invalidateAll();
        }
    }
}
