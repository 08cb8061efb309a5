package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Lets ours and its peer do the same, turn by turn, and compares the medians. */
final class Duel {
    /** Turns before those that count, at most. */
    private static final int WARMING = 12;

    /** A turn that costs no less than this part of the cheapest before it did not get cheaper. */
    private static final double CHEAPER = 0.93;

    /** So many in a row that did not get cheaper are enough. */
    private static final int STEADY = 3;

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
     * Plays it, after as many turns as it takes until they do not get cheaper any more: a server runs for weeks, and what it costs
     * once its code is compiled is what it costs. A single turn is played as it is.
     *
     * @param target what the ratio per processor second must reach; per second of the clock it is 1
     */
    List<Figure> playSteady(String bench, String name, String unit, double target, int turns, Round round)
            throws IOException, InterruptedException {
        int ownBefore = turns == 1 ? 0 : warm(name, ours.get(), round);
        int peersBefore = turns == 1 ? 0 : warm(name, peer.get(), round);
        return played(bench, name, unit, target, turns, ownBefore, peersBefore, round);
    }

    /** Plays it, from the first turn on. */
    List<Figure> play(String bench, String name, String unit, double target, int turns, Round round)
            throws IOException, InterruptedException {
        return played(bench, name, unit, target, turns, 0, 0, round);
    }

    private List<Figure> played(
            String bench,
            String name,
            String unit,
            double target,
            int turns,
            int ownBefore,
            int peersBefore,
            Round round)
            throws IOException, InterruptedException {
        List<Turn> first = new ArrayList<>();
        List<Turn> second = new ArrayList<>();
        for (int number = 0; number < turns; number++) {
            Turn own = round.play(ours.get(), ownBefore + number).whole();
            first.add(told(name, ours.get(), number, own));
            Turn peers = round.play(peer.get(), peersBefore + number).whole();
            second.add(told(name, peer.get(), number, peers));
        }
        return figures(bench, name, unit, target, first, second);
    }

    /** Plays until it is steady; tells how many turns that took. */
    int warm(String name, Contestant server, Round round) throws IOException, InterruptedException {
        List<Double> costs = new ArrayList<>();
        double least = Double.MAX_VALUE;
        int steady = 0;
        while (costs.size() < WARMING && steady < STEADY) {
            double cost = round.play(server, costs.size()).whole().millisecondsEach();
            steady = cost < least * CHEAPER ? 0 : steady + 1;
            least = Math.min(least, cost);
            costs.add(cost);
        }
        err.println(name + ", turns before, " + server.name() + ": "
                + costs.stream()
                        .map(cost -> String.format(Locale.ROOT, "%.2f", cost))
                        .collect(Collectors.joining(", "))
                + " ms of its processor time each");
        return costs.size();
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
