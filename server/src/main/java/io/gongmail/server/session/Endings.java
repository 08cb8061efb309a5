package io.gongmail.server.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What ended sessions, by number, so that sign-ins that were under way meanwhile end too. Whatever happens again takes the place of
 * what it was before: a revoked certificate that is shown all the time drives nothing else out. Bounded; not thread-safe.
 */
final class Endings {
    private final int most;
    private final NavigableMap<Long, Ending> byNumber = new TreeMap<>();
    private final Map<Ending, Long> last = new HashMap<>();
    private long soFar;
    private long forgotten;

    /**
     * One thing that ends sessions; equal to another that ends the same ones at the same time for the same reason.
     *
     * @param whose has to be a value
     * @param from {@link Instant#MIN} where it is over already
     */
    record Ending(Predicate<SignedIn> whose, Instant from, EndReason reason) {}

    /** @param most are remembered; sign-ins that began before the last that is not are taken for ended */
    Endings(int most) {
        this.most = most;
    }

    /** How many there were: the mark of a sign-in that begins now. */
    long soFar() {
        return soFar;
    }

    void add(Ending ending) {
        soFar++;
        Long before = last.put(ending, soFar);
        if (before != null) {
            byNumber.remove(before);
        }
        byNumber.put(soFar, ending);
        if (byNumber.size() > most) {
            Map.Entry<Long, Ending> oldest = byNumber.pollFirstEntry();
            last.remove(oldest.getValue());
            forgotten = oldest.getKey();
        }
    }

    /** Whether not all is known any more that happened since a mark. */
    boolean arePartlyForgotten(SignedIn signedIn) {
        return signedIn.asOf() < forgotten;
    }

    /** What ends it, now or at its time, and has happened since it was marked, the first first. */
    List<Ending> since(SignedIn signedIn) {
        return byNumber.tailMap(signedIn.asOf(), false).values().stream()
                .filter(ending -> ending.whose().test(signedIn))
                .toList();
    }
}
