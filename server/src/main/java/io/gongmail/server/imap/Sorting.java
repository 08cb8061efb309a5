package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of messages that are put in order (RFC 5256 §3): for each message and key a number, or text of at most
 * {@link Casemap#LONGEST} octets. For one command; not thread-safe.
 */
final class Sorting implements Envelopes.Taking {
    private final List<SortKey> order;
    private final long[][] numbers;
    private final Casemap[][] texts;
    private final BitSet there = new BitSet();

    Sorting(List<SortKey> order, int count) {
        this.order = order;
        this.numbers = new long[order.size()][];
        this.texts = new Casemap[order.size()][];
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).by().isNumber()) {
                numbers[i] = new long[count];
            } else {
                texts[i] = new Casemap[count];
            }
        }
    }

    /** Whether what it takes has to be described. */
    boolean isOfEnvelopes() {
        return order.stream().anyMatch(key -> key.by().isOfEnvelope());
    }

    @Override
    public void take(int place, ListedMessage message, @Nullable DescriptionOctets description) {
        there.set(place);
        WireEnvelope envelope = description == null ? WireEnvelope.EMPTY : WireEnvelope.read(description.envelope());
        for (int i = 0; i < order.size(); i++) {
            SortKey.By by = order.get(i).by();
            if (by.isNumber()) {
                numbers[i][place] = number(by, message, envelope);
            } else {
                texts[i][place] = Casemap.of(text(by, envelope));
            }
        }
    }

    private static long number(SortKey.By by, ListedMessage message, WireEnvelope envelope) {
        if (by == SortKey.By.SIZE) {
            return message.content().size();
        }
        return by == SortKey.By.ARRIVAL ? message.internalDate() : SentDate.of(envelope.date(), message.internalDate());
    }

    private static String text(SortKey.By by, WireEnvelope envelope) {
        return switch (by) {
            case CC -> mailbox(envelope.cc());
            case DISPLAYFROM -> shown(envelope.from());
            case DISPLAYTO -> shown(envelope.to());
            case FROM -> mailbox(envelope.from());
            case SUBJECT -> BaseSubject.of(envelope.subject()).text();
            case TO -> mailbox(envelope.to());
            case ARRIVAL, DATE, SIZE -> throw new IllegalArgumentException("a number: " + by);
        };
    }

    private static String mailbox(Optional<WireEnvelope.Address> first) {
        return first.map(WireEnvelope.Address::mailbox).orElse("");
    }

    private static String shown(Optional<WireEnvelope.Address> first) {
        return first.map(WireEnvelope.Address::shown).orElse("");
    }

    /** The places in order; what is the same by all keys stays in the order of the mailbox. */
    int[] places() {
        Integer[] places = there.stream().boxed().toArray(Integer[]::new);
        Arrays.sort(places, comparator());
        return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
    }

    private Comparator<Integer> comparator() {
        Comparator<Integer> all = null;
        for (int i = 0; i < order.size(); i++) {
            Comparator<Integer> each = comparator(i);
            each = order.get(i).reverse() ? each.reversed() : each;
            all = all == null ? each : all.thenComparing(each);
        }
        return all == null ? Comparator.naturalOrder() : all;
    }

    private Comparator<Integer> comparator(int key) {
        long[] number = numbers[key];
        Casemap[] text = texts[key];
        return number != null
                ? Comparator.comparingLong(place -> number[place])
                : Comparator.comparing(place -> text[place]);
    }
}
