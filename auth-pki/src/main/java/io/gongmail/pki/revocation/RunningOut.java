package io.gongmail.pki.revocation;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A list that is about to end, or has ended, with nothing newer at hand: an alarm.
 *
 * @param points the addresses of its issuing distribution point, if it names any
 */
public record RunningOut(String issuer, List<String> points, BigInteger number, Instant nextUpdate) {
    private static final int PART_OF_ITS_TIME = 8;

    public RunningOut {
        points = List.copyOf(points);
    }

    static Optional<RunningOut> of(ReadList list, Instant now) {
        Instant end = list.nextUpdate();
        if (end == null) {
            return Optional.empty();
        }
        Duration before = Duration.between(list.thisUpdate(), end).dividedBy(PART_OF_ITS_TIME);
        return now.isBefore(end.minus(before))
                ? Optional.empty()
                : Optional.of(new RunningOut(
                        list.list().getIssuerX500Principal().getName(),
                        list.scope().addresses(),
                        list.number(),
                        end));
    }
}
