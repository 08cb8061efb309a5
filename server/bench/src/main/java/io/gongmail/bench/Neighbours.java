package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Cases of {@code bench store}: how much longer others wait while somebody changes a large mailbox by one command. They send a
 * message and see it come, fetch one, and say NOOP, each at a steady pace; a step is counted from when it was due, so that
 * one that waits for the one before has waited.
 */
final class Neighbours {
    private static final double MOST_MILLISECONDS = 50;
    private static final double LATE = 0.99;
    /** Without a job. */
    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

    private static final int WARMING = 5_000;
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(5);

    private final Stores stores;
    private final Clients clients;
    private final List<Visitor> people;
    private final PrintWriter err;

    /** @param people a sender, a recipient and two readers */
    Neighbours(Stores stores, Clients clients, List<Visitor> people, PrintWriter err) {
        this.stores = stores;
        this.clients = clients;
        this.people = people.subList(0, 4);
        this.err = err;
    }

    /**
     * The delays by a change of all flags, a copy of all and an expunge of all, each {@code times} times.
     *
     * @param messages in {@code mailbox}
     */
    List<Figure> delays(Visitor owner, String mailbox, int messages, int times)
            throws IOException, InterruptedException {
        Contestant server = stores.ours();
        Dialogue job = clients.imap(server.port(), owner);
        Clients.ok(job, "CREATE Delaying");
        List<Circle.Waits> quiet = new ArrayList<>();
        List<Circle.Waits> storing = new ArrayList<>();
        List<Circle.Waits> copying = new ArrayList<>();
        List<Circle.Waits> expunging = new ArrayList<>();
        try (ServerHeap heap = ServerHeap.of(stores.holder(server));
                Circle circle = new Circle(clients, server, stores.submission(server), people)) {
            circle.meanwhile(() -> warmUp(job, mailbox, Math.min(messages, WARMING)));
            for (int time = 0; time < times; time++) {
                quiet.add(during("nothing else", circle, heap, () -> LockSupport.parkNanos(QUIET)));
                Clients.ok(job, "SELECT " + mailbox);
                String sign = time % 2 == 0 ? "+" : "-";
                storing.add(under(circle, heap, job, "STORE 1:* " + sign + "FLAGS.SILENT (\\Flagged)"));
                copying.add(under(circle, heap, job, "COPY 1:* Delaying"));
                Clients.ok(job, "SELECT Delaying");
                Clients.ok(job, "STORE 1:* +FLAGS.SILENT (\\Deleted)");
                expunging.add(under(circle, heap, job, "EXPUNGE"));
            }
        }
        job.close();
        String size = "-" + Reading.thousands(messages);
        List<Figure> figures = new ArrayList<>();
        figures.addAll(figures("store" + size, quiet, storing));
        figures.addAll(figures("copy" + size, quiet, copying));
        figures.addAll(figures("expunge" + size, quiet, expunging));
        return figures;
    }

    /** What a server does is compiled by the time it is measured. */
    private static void warmUp(Dialogue job, String mailbox, int messages) throws IOException, InterruptedException {
        LockSupport.parkNanos(WARM_UP);
        Clients.ok(job, "CREATE Warming");
        Clients.ok(job, "SELECT " + mailbox);
        Clients.ok(job, "COPY 1:" + messages + " Warming");
        Clients.ok(job, "SELECT Warming");
        Clients.ok(job, "STORE 1:* +FLAGS.SILENT (\\Flagged \\Deleted)");
        Clients.ok(job, "EXPUNGE");
    }

    private Circle.Waits under(Circle circle, ServerHeap heap, Dialogue job, String command)
            throws IOException, InterruptedException {
        return during(command, circle, heap, () -> Clients.done(Clients.await(job.command(command))));
    }

    private Circle.Waits during(String what, Circle circle, ServerHeap heap, Circle.Job job)
            throws IOException, InterruptedException {
        ServerHeap.Collections before = heap.collections();
        long begun = System.nanoTime();
        Circle.Waits waits = circle.meanwhile(job);
        double took = (System.nanoTime() - begun) / 1e9;
        err.printf(
                Locale.ROOT,
                "delay, %s: %.1f s; collections of the heap, for which all wait: %s%n",
                what,
                took,
                heap.collections().since(before));
        waits.all()
                .forEach((name, each) -> err.printf(
                        Locale.ROOT,
                        "delay, %s: %s %.1f ms (median), %.1f ms (p99), %.1f ms (most) of %d%n",
                        what,
                        name,
                        each.milliseconds(0.5),
                        each.milliseconds(LATE),
                        each.milliseconds(1),
                        each.succeeded()));
        return waits;
    }

    /** Of the 99th of a hundred the median of all times; of the slowest the slowest of all times. */
    static List<Figure> figures(String job, List<Circle.Waits> quiet, List<Circle.Waits> under) {
        List<Figure> figures = new ArrayList<>();
        for (String step : Circle.Waits.STEPS) {
            String name = "delay-" + job + "-" + step;
            figures.add(delay(name + "-p99", late(under, step) - late(quiet, step)));
            figures.add(delay(name + "-most", most(under, step) - most(quiet, step)));
        }
        return figures;
    }

    private static double late(List<Circle.Waits> turns, String step) {
        return Figure.median(
                turns.stream().map(turn -> turn.of(step).milliseconds(LATE)).toList());
    }

    private static double most(List<Circle.Waits> turns, String step) {
        return turns.stream()
                .mapToDouble(turn -> turn.of(step).milliseconds(1))
                .max()
                .orElse(Double.NaN);
    }

    private static Figure delay(String name, double milliseconds) {
        return new Figure("store", name, "less", "ms", milliseconds, MOST_MILLISECONDS);
    }
}
