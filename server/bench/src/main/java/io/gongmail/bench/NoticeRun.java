package io.gongmail.bench;

import io.gongmail.bench.NoticeSystem.Taken;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** One server with its officials, the notices that it is given, and the kills. Not thread-safe. */
final class NoticeRun implements AutoCloseable {
    private static final String BENCH = "notice";
    private static final double MOST_SECONDS = 5;
    private static final double FEWEST_ROWS = 2_500;
    private static final double SECONDS_OF_FEW = 10;
    private static final double MOST_TIMES = 1.5;
    private static final double LATE = 0.99;
    /** As a server has it that was told nothing else. */
    private static final String FOLDER = "공지";

    private static final String SETTINGS = "[notice]\napproval = none\npace = 10000\nquota = 100000\n";
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(3);
    private static final int LATEST_KILL_MILLIS = 5_000;
    /** Until the server has begun to deliver. */
    private static final int FIRST_MILLIS = 1_500;

    /** Until a killed server's connection is broken. */
    private static final long TO_HEAR_SECONDS = 30;

    private final DemoHome home;
    private final int officials;
    private final int members;
    private final int basePort;
    private final Path log;
    private final Random random;
    private final PrintWriter err;
    /** Of each notice that was handed in, whether its acceptance was heard. */
    private final List<Boolean> heard = new ArrayList<>();

    private final NoticeSystem system;
    private ServerProcess server;

    /**
     * Makes a home in {@code folder} and starts its server.
     *
     * @param members how many of the officials have keys, and look; at least 4
     */
    NoticeRun(Path folder, int officials, int members, int basePort, Random random, PrintWriter err)
            throws IOException {
        this.home = new DemoHome(folder.resolve("home"));
        this.officials = officials;
        this.members = members;
        this.basePort = basePort;
        this.log = folder.resolve("server.log");
        this.random = random;
        this.err = err;
        Files.createDirectories(home.root());
        Files.writeString(home.ownSettings(), SETTINGS);
        long begun = System.nanoTime();
        this.server = started();
        try {
            this.system = new NoticeSystem(home, basePort);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        err.printf(Locale.ROOT, "%d officials are there after %.1f s%n", officials, seconds(begun, System.nanoTime()));
    }

    private ServerProcess started() throws IOException {
        return ServerProcess.byCommand(home.root(), officials, members, basePort, log);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    private int nextNotice() {
        heard.add(false);
        return heard.size() - 1;
    }

    private Taken handed(Clients clients) throws IOException, InterruptedException {
        int index = nextNotice();
        Taken taken = system.handed(clients, index);
        heard.set(index, true);
        if (taken.members() < officials) {
            throw new IOException("a notice is for " + taken.members() + " people and not " + officials);
        }
        return taken;
    }

    /**
     * How soon members see a notice, how soon all have it, and how much longer personal mail takes meanwhile.
     *
     * @param quiet nanoseconds that personal mail is watched for without a notice, and at least with some
     * @param fewestRows a second
     */
    List<Figure> delivered(int turns, long quiet, double fewestRows) throws IOException, InterruptedException {
        List<Visitor> people = new ArrayList<>();
        for (DemoPerson person : home.officials().subList(0, members)) {
            people.add(Visitor.of(person, home.serverAnchor()));
        }
        Contestant contestant = new Contestant("Gongmail", basePort, List.of(server.process()));
        List<Double> seen = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        List<Double> before = new ArrayList<>();
        List<Double> during = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<Double> meanwhile = new ArrayList<>();
        long without = 0;
        try (Clients clients = new Clients()) {
            try (Members looking = Members.open(clients, basePort, people, FOLDER)) {
                for (int turn = 1; turn <= turns; turn++) {
                    int index = heard.size();
                    Taken taken = handed(clients);
                    CompletableFuture<Members.Seen> looks = looking.see(turn, NoticeSystem.subject(index), random);
                    double made = system.secondsUntilMade(taken);
                    Members.Seen all = Clients.await(looks);
                    seen.add(seconds(taken.at(), all.last()));
                    rows.add(taken.members() / made);
                    without += all.without();
                    err.printf(
                            Locale.ROOT,
                            "notice, turn %d: the last of %d saw it after %.2f s, %d have it after %.2f s%n",
                            turn,
                            members - all.without(),
                            seen.get(turn - 1),
                            taken.members(),
                            made);
                }
            }
            try (Circle circle = new Circle(clients, contestant, basePort + 1, people.subList(0, 4))) {
                circle.meanwhile(() -> LockSupport.parkNanos(WARM_UP));
                for (int turn = 1; turn <= turns; turn++) {
                    before.add(late(circle, () -> LockSupport.parkNanos(quiet)));
                    Beside beside = new Beside();
                    during.add(late(circle, () -> beside.watch(quiet, clients)));
                    meanwhile.add(beside.rows);
                    times.add(during.get(turn - 1) / before.get(turn - 1));
                    system.awaitAllMade();
                }
            }
        }
        return List.of(
                new Figure(BENCH, "seen-by-members", "less", "s", Figure.median(seen), MOST_SECONDS),
                Figure.count(BENCH, "members-without", without),
                new Figure(BENCH, "rows-a-second", "more", "rows/s", Figure.median(rows), fewestRows),
                Figure.told(BENCH, "rows-a-second-while", "more", "rows/s", Figure.median(meanwhile)),
                Figure.told(BENCH, "personal-p99-quiet", "less", "ms", Figure.median(before)),
                Figure.told(BENCH, "personal-p99-while", "less", "ms", Figure.median(during)),
                new Figure(BENCH, "personal-p99-ratio", "less", "times", Figure.median(times), MOST_TIMES));
    }

    /** What is done of notices beside personal mail. */
    private final class Beside {
        /** Copies made each second. */
        private double rows;

        /** From handing one in on, so long; where it is with everybody before that, there is another. */
        void watch(long nanos, Clients clients) throws IOException, InterruptedException {
            long begun = System.nanoTime();
            long made = 0;
            while (System.nanoTime() - begun < nanos) {
                Taken taken = handed(clients);
                long owed = system.owedAt(taken, begun + nanos);
                made += taken.members() - owed;
            }
            rows = made / seconds(begun, System.nanoTime());
        }
    }

    /** Until one is seen who idles, from when it was due. */
    private double late(Circle circle, Circle.Job job) throws IOException, InterruptedException {
        Results visible = circle.meanwhile(job).of("visible");
        err.printf(
                Locale.ROOT,
                "personal mail: %.1f ms (median), %.1f ms (p99), %.1f ms (most) of %d%n",
                visible.milliseconds(0.5),
                visible.milliseconds(LATE),
                visible.milliseconds(1),
                visible.succeeded());
        return visible.milliseconds(LATE);
    }

    /** Hands a notice in, and kills the server within some seconds, wherever it is then; starts it again. */
    void kill(int number) throws IOException, InterruptedException {
        int index = nextNotice();
        // A small audience has it soon, and a kill after that tells little.
        int millis = random.nextInt(Math.min(LATEST_KILL_MILLIS, FIRST_MILLIS + officials / 2));
        try (Clients clients = new Clients()) {
            Dialogue smtp = system.connected(clients);
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            CompletableFuture<Boolean> accepted = system.hand(smtp, index)
                    .orTimeout(TO_HEAR_SECONDS, TimeUnit.SECONDS)
                    .handle((taken, broken) -> {
                        if (broken != null && broken.getCause() instanceof IllegalStateException refused) {
                            throw refused;
                        }
                        return broken == null;
                    });
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            server.kill();
            heard.set(index, Clients.await(accepted));
            smtp.close();
        }
        long begun = System.nanoTime();
        server = started();
        err.printf(
                Locale.ROOT,
                "kill %d, %d ms after the notice was begun: %s; ready again after %.1f s%n",
                number,
                millis,
                heard.get(index) ? "acceptance heard" : "no acceptance heard",
                seconds(begun, System.nanoTime()));
    }

    /** Waits until all have all, stops the server, and looks into everybody's folder. The last thing that is done. */
    List<Figure> swept() throws IOException {
        system.awaitAllMade();
        server.close();
        long begun = System.nanoTime();
        boolean[] known = new boolean[heard.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = heard.get(i);
        }
        String first = home.officials().get(0).address().orElse("");
        String domain = first.substring(first.indexOf('@'));
        List<String> everybody = IntStream.rangeClosed(1, officials)
                .mapToObj(i -> String.format(Locale.ROOT, "official%04d", i) + domain)
                .toList();
        try (NoticeSweep sweep = new NoticeSweep(home)) {
            NoticeTally tally = sweep.tally(everybody, FOLDER, known);
            err.printf(
                    Locale.ROOT,
                    "%d notices looked for with %d people in %.1f s%n",
                    known.length,
                    officials,
                    seconds(begun, System.nanoTime()));
            return List.of(
                    Figure.count(BENCH, "notices-missed", tally.missed()),
                    Figure.count(BENCH, "notices-doubled", tally.doubled()));
        }
    }

    static double fewestRows(int officials, boolean quick) {
        // A server looks for notices once a second, and is cold: with few officials that is most of the time.
        return quick ? officials / SECONDS_OF_FEW : FEWEST_ROWS;
    }

    @Override
    public void close() {
        server.close();
    }
}
