package io.gongmail.server.notice.report;

import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.Whereabouts.Desk;
import java.time.Instant;
import java.util.List;

/**
 * How a notice stood at one moment with its audience, in all and by where its members are now.
 *
 * @param taken when; what happened while it was made may be in it or not
 * @param audience how many it was posted to
 * @param erased of whom nothing is known any more
 * @param all everybody else
 * @param agencies by code; the last is that of accounts nobody knows any more, where there are some
 * @param units of each agency in turn by name, the first where no unit is known
 */
public record NoticeSums(
        NoticeNumber number,
        Instant taken,
        int audience,
        int erased,
        NoticeTally all,
        List<Line> agencies,
        List<Line> units) {
    /**
     * Of some of them.
     *
     * @param desk their agency; their unit, where it is by unit
     */
    public record Line(Desk desk, NoticeTally tally) {}

    public NoticeSums {
        agencies = List.copyOf(agencies);
        units = List.copyOf(units);
    }
}
