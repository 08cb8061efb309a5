package io.gongmail.bench;

import io.gongmail.bench.Errand.Purpose;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Honest sign-ins at a steady pace, first alone, then while strangers come with certificates that are refused, at half the
 * rate at which the same server refused them alone. Both are made by this process, on a thread each.
 */
final class Flood {
    private static final double MOST_TIMES_LONGER = 3;
    private static final double SHARE_OF_REFUSALS = 0.5;
    /** Of what was asked for, that has to have come. */
    private static final double LEAST_SHARE_HELD = 0.95;

    private static final double SIGN_INS_A_SECOND = 20;
    private static final double SHARE = 0.99;
    private static final int STRANGERS_AT_ONCE = 16;
    private static final List<String> STRANGERS = List.of("foreign", "revoked", "expired");

    private final Venue venue;
    private final Contestant server;
    private final PrintWriter err;

    Flood(Venue venue, Contestant server, PrintWriter err) {
        this.venue = venue;
        this.server = server;
        this.err = err;
    }

    List<Figure> figures(boolean quick) throws IOException, InterruptedException {
        Duration length = Duration.ofSeconds(quick ? 8 : 30);
        int turns = quick ? 1 : 3;
        List<Visitor> people = venue.visitors(0, venue.home().officials().size());
        List<Visitor> strangers = new ArrayList<>();
        for (String name : STRANGERS) {
            DemoPerson person = venue.home().person(name);
            strangers.add(Visitor.of(person, venue.home().serverAnchor()));
        }
        List<Double> quiet = new ArrayList<>();
        List<Double> flooded = new ArrayList<>();
        List<Double> refused = new ArrayList<>();
        List<Double> asked = new ArrayList<>();
        long lost = 0;
        try (Generator honest = new Generator();
                Generator rude = new Generator()) {
            // Compiled code is what is measured, as in the other benchmarks.
            refusals(rude, strangers, length);
            signIns(honest, people, length);
            for (int turn = 1; turn <= turns; turn++) {
                Turn alone = told("refusals alone", turn, refusals(rude, strangers, length))
                        .whole();
                double pace = alone.perSecond() * SHARE_OF_REFUSALS;
                Turn before = told("sign-ins alone", turn, signIns(honest, people, length))
                        .whole();
                CompletableFuture<Results> flood = new CompletableFuture<>();
                Turn during = told("sign-ins in the flood", turn, Turn.of(server, () -> {
                    rude.paced(server.port(), pace, length, endless(strangers, Purpose.REFUSAL))
                            .thenAccept(flood::complete);
                    return honest.paced(server.port(), SIGN_INS_A_SECOND, length, endless(people, Purpose.SIGN_IN));
                }));
                Results turnedAway = flood.join();
                quiet.add(before.results().milliseconds(SHARE));
                flooded.add(during.results().milliseconds(SHARE));
                asked.add(pace);
                refused.add(turnedAway.succeeded() / (length.toMillis() / 1e3));
                lost += during.results().failed();
                err.printf(
                        Locale.ROOT,
                        "turn %d: %.0f/s refused alone, then %.0f/s asked for and %d refused, %d otherwise%s%n",
                        turn,
                        alone.perSecond(),
                        pace,
                        turnedAway.succeeded(),
                        turnedAway.failed(),
                        turnedAway.firstFailure().map(why -> " (" + why + ")").orElse(""));
            }
        }
        double most = MOST_TIMES_LONGER * Figure.median(quiet);
        return List.of(
                new Figure("signin", "flood-p99", "less", "ms", Figure.median(flooded), most),
                new Figure(
                        "signin",
                        "flood-refused",
                        "more",
                        "refusals/s",
                        Figure.median(refused),
                        LEAST_SHARE_HELD * Figure.median(asked)),
                Figure.count("signin", "flood-sign-ins-lost", lost));
    }

    private Turn refusals(Generator rude, List<Visitor> strangers, Duration length)
            throws IOException, InterruptedException {
        Iterator<Errand> errands = IntStream.iterate(0, i -> (i + 1) % strangers.size())
                .mapToObj(i -> new Errand(strangers.get(i), Purpose.REFUSAL))
                .iterator();
        return Turn.of(server, () -> rude.together(server.port(), STRANGERS_AT_ONCE, errands, length));
    }

    private Turn signIns(Generator honest, List<Visitor> people, Duration length)
            throws IOException, InterruptedException {
        return Turn.of(
                server, () -> honest.paced(server.port(), SIGN_INS_A_SECOND, length, endless(people, Purpose.SIGN_IN)));
    }

    private static Supplier<Errand> endless(List<Visitor> who, Purpose purpose) {
        Iterator<Errand> errands = IntStream.iterate(0, i -> (i + 1) % who.size())
                .mapToObj(i -> new Errand(who.get(i), purpose))
                .iterator();
        return errands::next;
    }

    private Turn told(String what, int number, Turn turn) {
        err.printf(
                Locale.ROOT,
                "turn %d, %s: %d in %.1f s; p50 %.1f ms, p99 %.1f ms; processor: server %.1f s, generator %.1f s%n",
                number,
                what,
                turn.results().succeeded(),
                turn.wall().toMillis() / 1e3,
                turn.results().milliseconds(0.5),
                turn.results().milliseconds(SHARE),
                turn.processor().toMillis() / 1e3,
                turn.generator().toMillis() / 1e3);
        return turn;
    }
}
