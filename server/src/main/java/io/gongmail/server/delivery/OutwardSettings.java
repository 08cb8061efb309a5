package io.gongmail.server.delivery;

import java.time.Duration;
import java.util.List;

/**
 * How mail for other servers is tried.
 *
 * @param atOnce deliveries in all
 * @param toOnePlace of those to one destination
 * @param inHand mails that are taken from the queue to wait for their turn, those of one destination a quarter of it at most
 * @param retryAfter waits between attempts; the last goes on
 * @param giveUpAfter from when it was queued, when its sender is told that it failed
 * @param delayAfter from when it was queued, when its sender is told that it takes long; zero for never
 * @param drain how long closing waits for deliveries that have begun
 */
public record OutwardSettings(
        int atOnce,
        int toOnePlace,
        int inHand,
        List<Duration> retryAfter,
        Duration giveUpAfter,
        Duration delayAfter,
        Duration drain) {
    /** So long a destination that is not there keeps new mail waiting at most, however long it has been away. */
    private static final Duration LONGEST_AWAY = Duration.ofMinutes(15);

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public OutwardSettings {
        retryAfter = List.copyOf(retryAfter);
        if (atOnce < 1 || toOnePlace < 1 || inHand < 4 || retryAfter.isEmpty()) {
            throw new IllegalArgumentException("bounds and waits are positive");
        }
    }

    /** Of one destination. */
    int waitingForOnePlace() {
        return inHand / 4;
    }

    /** Before what has been tried {@code attempts} times is tried again. */
    Duration waitAfter(int attempts) {
        return retryAfter.get(Math.min(Math.max(attempts, 1), retryAfter.size()) - 1);
    }

    /** While a destination that did not answer {@code failures} times in a row is left alone. */
    Duration awayAfter(int failures) {
        Duration wait = retryAfter.get(0).multipliedBy(1L << Math.min(Math.max(failures, 1) - 1, 10));
        return wait.compareTo(LONGEST_AWAY) < 0 ? wait : LONGEST_AWAY;
    }

    boolean isOver(Duration since) {
        return since.compareTo(giveUpAfter) >= 0;
    }

    boolean isLate(Duration since) {
        return !delayAfter.isZero() && since.compareTo(delayAfter) >= 0;
    }

    /**
     * A wait cut short so that it ends when something is to be told.
     *
     * @param since it was queued
     * @param toldOfDelay whether that has been told
     */
    Duration cut(Duration wait, Duration since, boolean toldOfDelay) {
        Duration cut = shorter(wait, giveUpAfter.minus(since));
        if (!toldOfDelay && !delayAfter.isZero() && !isLate(since)) {
            cut = shorter(cut, delayAfter.minus(since));
        }
        return cut.compareTo(SHORTEST) < 0 ? SHORTEST : cut;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
