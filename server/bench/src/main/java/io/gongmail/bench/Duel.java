package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Lets ours and its peer do the same, turn by turn, and compares the medians. */
final class Duel {
    private final Supplier<Contestant> ours;
    private final Supplier<Contestant> peer;
    private final PrintWriter err;

    Duel(Contestant ours, Contestant peer, PrintWriter err) {
        this(() -> ours, () -> peer, err);
    }

    /** Of servers that may be started anew meanwhile. */
    Duel(Supplier<Contestant> ours, Supplier<Contestant> peer, PrintWriter err) {
        this.ours = ours;
        this.peer = peer;
        this.err = err;
    }

    /** What one server does in one turn; both do the same in the same turn. */
    @FunctionalInterface
    interface Round {
        /** @param number from 0 */
        Turn play(Contestant server, int number) throws IOException, InterruptedException;
    }

    /**
     * Plays it.
     *
     * @param target what the ratio per processor second must reach; per second of the clock it is 1
     */
    List<Figure> play(String bench, String name, String unit, double target, int turns, Round round)
            throws IOException, InterruptedException {
        List<Turn> first = new ArrayList<>();
        List<Turn> second = new ArrayList<>();
        for (int number = 0; number < turns; number++) {
            first.add(told(
                    name, ours.get(), number, round.play(ours.get(), number).whole()));
            second.add(told(
                    name, peer.get(), number, round.play(peer.get(), number).whole()));
        }
        return figures(bench, name, unit, target, first, second);
    }

    /** The medians of turns that were played. */
    List<Figure> figures(String bench, String name, String unit, double target, List<Turn> first, List<Turn> second) {
        return List.of(
                new Figure(
                        bench,
                        name,
                        "cpu",
                        "more",
                        unit,
                        Figure.median(
                                first.stream().map(Turn::perProcessorSecond).toList()),
                        Figure.median(
                                second.stream().map(Turn::perProcessorSecond).toList()),
                        target),
                new Figure(
                        bench,
                        name,
                        "wall",
                        "more",
                        unit,
                        Figure.median(first.stream().map(Turn::perSecond).toList()),
                        Figure.median(second.stream().map(Turn::perSecond).toList()),
                        1));
    }

    private Turn told(String name, Contestant server, int number, Turn turn) {
        err.printf(
                Locale.ROOT,
                "%s, turn %d, %s: %d in %.1f s, %.2f ms of its processor time each (%.0f/s), %.2f ms of the generator's; %s%n",
                name,
                number + 1,
                server.name(),
                turn.results().units(),
                turn.wall().toMillis() / 1e3,
                turn.millisecondsEach(),
                turn.perSecond(),
                turn.generator().toNanos() / 1e6 / turn.results().units(),
                turn.results().spoken());
        return turn;
    }
}
