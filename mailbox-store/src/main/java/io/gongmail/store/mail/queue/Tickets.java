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
 * The numbers of one queue's mails: ready (handed out by priority, then by seq), delayed (by due) or in flight. Every mail in the table has
 * exactly one ticket. Thread-safe.
 */
final class Tickets {
    /** {@code due} of what is ready at once. */
    static final long AT_ONCE = 0;
    /** {@code due} of what nobody gets until it is flushed or released. */
    static final long SET_ASIDE = Long.MAX_VALUE;

    /** So many in a row are handed out before the one that arrived first of those that are ready; then it is its turn. */
    static final int MOST_OVERTAKES = 16;

    private record Ticket(long seq, long due, int priority) {}

    private static final Comparator<Ticket> URGENT_FIRST =
            Comparator.comparingInt(Ticket::priority).reversed().thenComparingLong(Ticket::seq);

    private final Map<Long, Ticket> all = new HashMap<>();
    private final TreeSet<Ticket> ready = new TreeSet<>(URGENT_FIRST);
    private final TreeSet<Ticket> readyByArrival = new TreeSet<>(Comparator.comparingLong(Ticket::seq));
    private final TreeSet<Ticket> delayed =
            new TreeSet<>(Comparator.comparingLong(Ticket::due).thenComparingLong(Ticket::seq));
    private final Set<Long> inFlight = new HashSet<>();
    /** Of those in flight. */
    private final Set<Long> heldInFlight = new HashSet<>();

    private int overtakes;

    synchronized void add(long seq, long due, int priority) {
        Ticket ticket = new Ticket(seq, due, priority);
        all.put(seq, ticket);
        if (due == AT_ONCE) {
            beReady(ticket);
        } else {
            delayed.add(ticket);
        }
    }

    private void beReady(Ticket ticket) {
        ready.add(ticket);
        readyByArrival.add(ticket);
    }

    private void unplace(Ticket ticket) {
        ready.remove(ticket);
        readyByArrival.remove(ticket);
        delayed.remove(ticket);
    }

    /** The next that is ready at {@code now}, from then on in flight. */
    synchronized OptionalLong take(long now) {
        while (!delayed.isEmpty() && delayed.first().due() <= now) {
            beReady(delayed.pollFirst());
        }
        if (ready.isEmpty()) {
            return OptionalLong.empty();
        }
        Ticket next = ready.first();
        Ticket oldest = readyByArrival.first();
        if (next.equals(oldest) || overtakes == MOST_OVERTAKES) {
            next = oldest;
            overtakes = 0;
        } else {
            overtakes++;
        }
        unplace(next);
        inFlight.add(next.seq());
        return OptionalLong.of(next.seq());
    }

    /** Puts one in flight back, aside when it was held meanwhile; does nothing when it was removed meanwhile. */
    synchronized void giveBack(long seq, long due) {
        Ticket ticket = all.get(seq);
        if (ticket != null) {
            giveBack(seq, due, ticket.priority());
        }
    }

    /** The same, with another priority. */
    synchronized void giveBack(long seq, long due, int priority) {
        if (inFlight.remove(seq)) {
            add(seq, heldInFlight.remove(seq) ? SET_ASIDE : due, priority);
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
                unplace(ticket);
                add(seq, due, ticket.priority());
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
            unplace(ticket);
            inFlight.remove(seq);
            heldInFlight.remove(seq);
        }
    }

    synchronized List<Long> delayed() {
        List<Long> seqs = new ArrayList<>(delayed.size());
        delayed.forEach(ticket -> seqs.add(ticket.seq()));
        return seqs;
    }

    /** All of them, the most urgent first, then in order of arrival; a snapshot. */
    synchronized List<Long> inOrder() {
        return all.values().stream().sorted(URGENT_FIRST).map(Ticket::seq).toList();
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
