package io.gongmail.server.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What waits for its turn, by destination: each destination has a bounded number of turns at once, and they come round all
 * destinations, so that none waits for another that is slow. At each the most urgent has the first turn, but what has waited longest is
 * overtaken by so many in a row only. Thread-safe.
 */
final class Lanes<T> {
    /** Of one that waits, in a row. */
    static final int MOST_OVERTAKES = 16;

    private final int atOnce;
    private final int toOnePlace;
    private final int mostWaiting;
    private final Map<String, Lane<T>> lanes = new HashMap<>();
    /** Those where somebody waits and a turn is free, in the order in which they come. */
    private final Deque<String> round = new ArrayDeque<>();

    private int running;

    private record Waiting<T>(T item, int priority) {}

    private static final class Lane<T> {
        private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
        private int overtakes;
        private int running;
        private int refused;

        /** Some hundred are looked through at most. */
        T take() {
            Waiting<T> oldest = waiting.element();
            Waiting<T> next = oldest;
            for (Waiting<T> each : waiting) {
                if (overtakes < MOST_OVERTAKES && each.priority() > next.priority()) {
                    next = each;
                }
            }
            overtakes = next.equals(oldest) ? 0 : overtakes + 1;
            waiting.removeFirstOccurrence(next);
            return next.item();
        }
    }

    /**
     * @param atOnce turns in all
     * @param toOnePlace of those to one destination
     * @param mostWaiting for one destination
     */
    Lanes(int atOnce, int toOnePlace, int mostWaiting) {
        this.atOnce = atOnce;
        this.toOnePlace = toOnePlace;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Who has a turn.
     *
     * @param destination to be given back by {@link #end}
     */
    record Turn<T>(String destination, T item) {}

    /**
     * Takes it in; where too many wait for the destination, tells how many were refused since it last had room.
     *
     * @param priority what is higher has its turn before
     */
    synchronized Optional<Integer> enter(String destination, T item, int priority) {
        Lane<T> lane = lanes.computeIfAbsent(destination, fresh -> new Lane<>());
        if (lane.waiting.size() >= mostWaiting) {
            lane.refused++;
            return Optional.of(lane.refused);
        }
        lane.waiting.add(new Waiting<>(item, priority));
        if (lane.waiting.size() == 1 && lane.running < toOnePlace) {
            round.add(destination);
        }
        return Optional.empty();
    }

    /** The next whose turn it is; empty while there is none. */
    synchronized Optional<Turn<T>> next() {
        String destination = running < atOnce ? round.poll() : null;
        Lane<T> lane = destination == null ? null : lanes.get(destination);
        if (destination == null || lane == null) {
            return Optional.empty();
        }
        T item = lane.take();
        lane.running++;
        running++;
        if (!lane.waiting.isEmpty() && lane.running < toOnePlace) {
            round.add(destination);
        }
        return Optional.of(new Turn<>(destination, item));
    }

    /** A turn is over. */
    synchronized void end(String destination) {
        Lane<T> lane = lanes.get(destination);
        if (lane == null) {
            return;
        }
        running--;
        lane.running--;
        if (lane.waiting.isEmpty()) {
            lane.refused = 0;
            if (lane.running == 0) {
                lanes.remove(destination);
            }
        } else if (lane.running == toOnePlace - 1) {
            round.add(destination);
        }
    }
}
