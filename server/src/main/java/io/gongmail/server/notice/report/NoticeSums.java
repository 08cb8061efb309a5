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
 * @param corrections in which it took the place of one, and one took its own
 */
public record NoticeSums(
        NoticeNumber number,
        Instant taken,
        int audience,
        int erased,
        NoticeTally all,
        List<Line> agencies,
        List<Line> units,
        List<Correction> corrections) {
    /**
     * Of some of them.
     *
     * @param desk their agency; their unit, where it is by unit
     */
    public record Line(Desk desk, NoticeTally tally) {}

    /**
     * That one took the place of another.
     *
     * @param by which did
     * @param unread from how many the other was taken unread, or who never got it
     * @param read how many had read it, and so got the correction marked as one
     */
    public record Correction(NoticeNumber of, NoticeNumber by, int unread, int read) {}

    public NoticeSums {
        agencies = List.copyOf(agencies);
        units = List.copyOf(units);
        corrections = List.copyOf(corrections);
    }
}
