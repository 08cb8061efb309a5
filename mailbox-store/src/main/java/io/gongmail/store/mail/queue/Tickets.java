package io.gongmail.store.mail.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The numbers of one queue's mails: ready (handed out by seq), delayed (by due) or in flight. Every mail in the table has
 * exactly one ticket. Thread-safe.
 */
final class Tickets {
    /** {@code due} of what is ready at once. */
    static final long AT_ONCE = 0;
    /** {@code due} of what nobody gets until it is flushed or released. */
    static final long SET_ASIDE = Long.MAX_VALUE;

    private record Ticket(long seq, long due) {}

    private final Map<Long, Ticket> all = new HashMap<>();
    private final TreeSet<Long> ready = new TreeSet<>();
    private final TreeSet<Ticket> delayed =
            new TreeSet<>(Comparator.comparingLong(Ticket::due).thenComparingLong(Ticket::seq));
    private final Set<Long> inFlight = new HashSet<>();
    /** Of those in flight. */
    private final Set<Long> heldInFlight = new HashSet<>();

    synchronized void add(long seq, long due) {
        Ticket ticket = new Ticket(seq, due);
        all.put(seq, ticket);
        place(ticket);
    }

    private void place(Ticket ticket) {
        if (ticket.due() == AT_ONCE) {
            ready.add(ticket.seq());
        } else {
            delayed.add(ticket);
        }
    }

    /** The next that is ready at {@code now}, from then on in flight. */
    synchronized OptionalLong take(long now) {
        while (!delayed.isEmpty() && delayed.first().due() <= now) {
            ready.add(delayed.pollFirst().seq());
        }
        Long seq = ready.pollFirst();
        if (seq == null) {
            return OptionalLong.empty();
        }
        inFlight.add(seq);
        return OptionalLong.of(seq);
    }

    /** Puts one in flight back, aside when it was held meanwhile; does nothing when it was removed meanwhile. */
    synchronized void giveBack(long seq, long due) {
        if (inFlight.remove(seq)) {
            add(seq, heldInFlight.remove(seq) ? SET_ASIDE : due);
        }
    }

    /** Changes when they are handed out; of those in flight only whether they are held when they come back. */
    synchronized void time(List<Long> seqs, long due) {
        for (Long seq : seqs) {
            Ticket ticket = all.get(seq);
            if (ticket != null && inFlight.contains(seq)) {
                if (due == SET_ASIDE) {
                    heldInFlight.add(seq);
                } else {
                    heldInFlight.remove(seq);
                }
            } else if (ticket != null) {
                ready.remove(seq);
                delayed.remove(ticket);
                add(seq, due);
            }
        }
    }

    synchronized boolean isInFlight(long seq) {
        return inFlight.contains(seq);
    }

    synchronized boolean isHeld(long seq) {
        Ticket ticket = all.get(seq);
        return heldInFlight.contains(seq) || ticket != null && !inFlight.contains(seq) && ticket.due() == SET_ASIDE;
    }

    synchronized void remove(long seq) {
        Ticket ticket = all.remove(seq);
        if (ticket != null) {
            ready.remove(seq);
            delayed.remove(ticket);
            inFlight.remove(seq);
            heldInFlight.remove(seq);
        }
    }

    synchronized List<Long> delayed() {
        List<Long> seqs = new ArrayList<>(delayed.size());
        delayed.forEach(ticket -> seqs.add(ticket.seq()));
        return seqs;
    }

    synchronized List<Long> all() {
        return new ArrayList<>(all.keySet());
    }

    /** When the first delayed one becomes due; empty when nothing will by itself. */
    synchronized OptionalLong nextDue() {
        return delayed.isEmpty() || delayed.first().due() == SET_ASIDE
                ? OptionalLong.empty()
                : OptionalLong.of(delayed.first().due());
    }

    synchronized int size() {
        return all.size();
    }
}
