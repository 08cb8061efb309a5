package io.gongmail.store.mail.search;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/** A search key (RFC 9051 §6.4.4), by what answers it. */
sealed interface Key {
    /** Every key among {@code keys}. */
    record And(List<Key> keys) implements Key {}

    /** At least one of {@code keys}. */
    record Or(List<Key> keys) implements Key {}

    record Not(Key key) implements Key {}

    /** Answered by UIDs alone; pairs of first and last. */
    record Uids(List<long[]> ranges) implements Key {
        boolean has(long uid) {
            return ranges.stream().anyMatch(range -> range[0] <= uid && uid <= range[1]);
        }
    }

    /** Answered by a message's row. */
    record Row(Predicate<MailboxMessage> holds) implements Key {}

    /** Answered by the index, or by the text. Equal only to itself. */
    final class Text implements Key {
        private final TextQuestion question;

        Text(TextQuestion question) {
            this.question = question;
        }

        TextQuestion question() {
            return question;
        }
    }

    /** What is known of all messages at once, from UIDs and the index; what rows tell is left open. */
    default Truth among(int size, Function<Uids, BitSet> uids, Function<Text, Truth> text) {
        if (this instanceof And and) {
            Truth all = Truth.exactly(Truth.all(size));
            for (Key key : and.keys()) {
                all = all.and(key.among(size, uids, text));
            }
            return all;
        }
        if (this instanceof Or or) {
            Truth any = Truth.exactly(new BitSet());
            for (Key key : or.keys()) {
                any = any.or(key.among(size, uids, text));
            }
            return any;
        }
        if (this instanceof Not not) {
            return not.key().among(size, uids, text).not(size);
        }
        if (this instanceof Uids range) {
            return Truth.exactly(uids.apply(range));
        }
        return this instanceof Text asked ? text.apply(asked) : Truth.unknown(size);
    }

    /** What is known of one message, from its row and what {@code text} says. */
    default Answer of(MailboxMessage row, Function<Text, Answer> text) {
        if (this instanceof And and) {
            Answer all = Answer.YES;
            for (Key key : and.keys()) {
                all = all.and(key.of(row, text));
                if (all == Answer.NO) {
                    return all;
                }
            }
            return all;
        }
        if (this instanceof Or or) {
            Answer any = Answer.NO;
            for (Key key : or.keys()) {
                any = any.or(key.of(row, text));
                if (any == Answer.YES) {
                    return any;
                }
            }
            return any;
        }
        if (this instanceof Not not) {
            return not.key().of(row, text).not();
        }
        if (this instanceof Uids range) {
            return Answer.of(range.has(row.getUid().asLong()));
        }
        if (this instanceof Row fact) {
            return Answer.of(fact.holds().test(row));
        }
        return text.apply((Text) this);
    }

    /** The first and last UID that this may hold for. */
    default long[] span() {
        if (this instanceof Uids range) {
            return new long[] {
                range.ranges().stream().mapToLong(each -> each[0]).min().orElse(1),
                range.ranges().stream().mapToLong(each -> each[1]).max().orElse(0)
            };
        }
        long[] span = {1, Long.MAX_VALUE};
        if (this instanceof And and) {
            for (Key key : and.keys()) {
                long[] each = key.span();
                span[0] = Math.max(span[0], each[0]);
                span[1] = Math.min(span[1], each[1]);
            }
        }
        return span;
    }

    /** Adds every question that this asks of texts. */
    default void texts(List<Text> into) {
        if (this instanceof And and) {
            and.keys().forEach(key -> key.texts(into));
        } else if (this instanceof Or or) {
            or.keys().forEach(key -> key.texts(into));
        } else if (this instanceof Not not) {
            not.key().texts(into);
        } else if (this instanceof Text text) {
            into.add(text);
        }
    }
}
