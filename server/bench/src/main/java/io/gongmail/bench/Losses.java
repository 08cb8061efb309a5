package io.gongmail.bench;

import io.gongmail.store.loss.Schedules;
import java.util.List;
import java.util.function.Consumer;

/** The store's schedules of faults and losses of power, as figures. */
final class Losses {
    private static final String BENCH = "crash";

    private Losses() {}

    /** Runs {@code count} of them; {@code told} hears how far it is, and of each finding with its seed. */
    static List<Figure> figures(int count, long seed, Consumer<String> told) throws Exception {
        told.accept("schedules: " + count + ", seed " + seed);
        Schedules.Outcome outcome = Schedules.run(count, seed, told);
        return List.of(
                Figure.count(BENCH, "loss-acknowledged", outcome.lost()),
                Figure.count(BENCH, "loss-doubled", outcome.doubled()),
                Figure.count(BENCH, "loss-violations", outcome.violated()),
                new Figure(BENCH, "loss-schedules", "more", "schedules", outcome.schedules(), count),
                new Figure(BENCH, "loss-operations", "more", "operations", outcome.acknowledged(), count * 5.0));
    }
}
