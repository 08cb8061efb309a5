package io.gongmail.server.notice.report;

import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.mail.NoticeCopy.State;
import io.gongmail.store.mail.NoticeFailure;
import io.gongmail.store.registry.Whereabouts.Desk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts copies by desk. Used by one thread, once; as large as there are desks. */
final class Tallying {
    /** Accounts nobody knows any more come last. */
    private static final Comparator<NoticeSums.Line> ORDER = Comparator.comparing(
                    (NoticeSums.Line line) -> line.desk().agency().isEmpty())
            .thenComparing(line -> line.desk().agency())
            .thenComparing(line -> line.desk().unit());

    private static final class Counts {
        private final Map<State, Integer> states = new EnumMap<>(State.class);
        private final Map<NoticeFailure, Integer> failures = new EnumMap<>(NoticeFailure.class);

        void add(NoticeCopy copy) {
            states.merge(copy.state(), 1, Integer::sum);
            copy.failure().ifPresent(failure -> failures.merge(failure, 1, Integer::sum));
        }

        void add(Counts others) {
            others.states.forEach((state, count) -> states.merge(state, count, Integer::sum));
            others.failures.forEach((failure, count) -> failures.merge(failure, count, Integer::sum));
        }

        private int of(State state) {
            return states.getOrDefault(state, 0);
        }

        NoticeTally tally() {
            return new NoticeTally(
                    of(State.OWED),
                    of(State.DELIVERED),
                    of(State.READ) + of(State.KEPT_READ),
                    of(State.DELETED),
                    of(State.RECALLED),
                    failures);
        }
    }

    private final Map<Desk, Counts> byDesk = new HashMap<>();

    void add(NoticeMember member) {
        byDesk.computeIfAbsent(member.desk(), desk -> new Counts()).add(member.copy());
    }

    NoticeTally all() {
        Counts all = new Counts();
        byDesk.values().forEach(all::add);
        return all.tally();
    }

    List<NoticeSums.Line> byUnit() {
        return lines(byDesk);
    }

    List<NoticeSums.Line> byAgency() {
        Map<Desk, Counts> agencies = new HashMap<>();
        byDesk.forEach((desk, counts) -> agencies.computeIfAbsent(
                        new Desk(desk.agency(), desk.agencyName(), ""), agency -> new Counts())
                .add(counts));
        return lines(agencies);
    }

    private static List<NoticeSums.Line> lines(Map<Desk, Counts> counts) {
        List<NoticeSums.Line> lines = new ArrayList<>(counts.size());
        counts.forEach((desk, those) -> lines.add(new NoticeSums.Line(desk, those.tally())));
        lines.sort(ORDER);
        return lines;
    }
}
