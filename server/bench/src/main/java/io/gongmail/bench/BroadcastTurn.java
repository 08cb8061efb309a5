package io.gongmail.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One message to many, from when it was handed in until all had it, at one server.
 *
 * @param recipients how many they are
 * @param accepting from the end of DATA to the server's 250
 * @param seen from that 250 until all saw it who look, by STATUS, SELECT and FETCH
 * @param all from that 250 until it was with everybody, and seen by those
 * @param processorSeen what the server's processes had used when it was seen
 * @param processorAll what they had used when it was with all
 * @param processorRest what they had used when they were at rest again
 */
record BroadcastTurn(
        int recipients,
        Duration accepting,
        Duration seen,
        Duration all,
        Duration processorSeen,
        Duration processorAll,
        Duration processorRest) {
    private static final String BENCH = "notice";
    private static final double NANOS = 1e9;
    private static final double TARGET = 10;

    /** By the clock, and where rows are made in the background: how many a second those are to be is asked of ours alone. */
    private static final double NO_LESS = 1;

    /**
     * What both servers did in turns that took turns, the peer set in one way.
     *
     * @param setting the peer's, for messages
     */
    record Bout(String setting, List<BroadcastTurn> ours, List<BroadcastTurn> peers) {
        Bout {
            ours = List.copyOf(ours);
            peers = List.copyOf(peers);
        }
    }

    /** One way to look at a turn of ours and at one of the peer's: deliveries a second of the clock, or of the processors. */
    private record View(
            String name,
            String per,
            double target,
            ToDoubleFunction<BroadcastTurn> ours,
            ToDoubleFunction<BroadcastTurn> peers) {
        Figure of(Bout bout) {
            return new Figure(
                    BENCH,
                    name,
                    per,
                    "more",
                    "deliveries/s",
                    Figure.median(bout.ours().stream().map(ours::applyAsDouble).toList()),
                    Figure.median(
                            bout.peers().stream().map(peers::applyAsDouble).toList()),
                    target);
        }
    }

    /**
     * The medians: of ours until it is seen and until it is with all, each beside the peer's until it is with all. Of the ways in which
     * the peer was set the one counts, for each figure, in which it did best beside us.
     */
    static List<Figure> figures(String name, List<Bout> bouts) {
        List<View> views = List.of(
                new View(
                        name + "-seen",
                        "cpu",
                        TARGET,
                        turn -> turn.each(turn.processorSeen),
                        turn -> turn.each(turn.processorAll)),
                new View(name + "-seen", "wall", NO_LESS, turn -> turn.each(turn.seen), turn -> turn.each(turn.all)),
                new View(
                        name + "-seen-from-data",
                        "wall",
                        NO_LESS,
                        turn -> turn.each(turn.accepting.plus(turn.seen)),
                        turn -> turn.each(turn.accepting.plus(turn.all))),
                new View(
                        name + "-made",
                        "cpu",
                        NO_LESS,
                        turn -> turn.each(turn.processorRest),
                        turn -> turn.each(turn.processorRest)),
                new View(name + "-made", "wall", NO_LESS, turn -> turn.each(turn.all), turn -> turn.each(turn.all)),
                new View(
                        name + "-made-from-data",
                        "wall",
                        NO_LESS,
                        turn -> turn.each(turn.accepting.plus(turn.all)),
                        turn -> turn.each(turn.accepting.plus(turn.all))));
        List<Figure> figures = new ArrayList<>();
        for (View view : views) {
            figures.add(bouts.stream()
                    .map(view::of)
                    .min(Comparator.comparingDouble(Figure::ratio))
                    .orElseThrow());
        }
        return figures;
    }

    private double each(Duration time) {
        return recipients / (time.toNanos() / NANOS);
    }
}
