package io.gongmail.bench;

import io.gongmail.bench.Findings.Kind;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench crash}: kills the server at random moments and asks whether it kept what it had acknowledged. */
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description = {
            "Kills a server (SIGKILL) while clients submit and append, starts it again, and checks through IMAP that",
            "every acknowledged message is there exactly once with the same bytes, UIDs rising, UIDVALIDITY unchanged."
        })
final class Crash implements Callable<Integer> {
    private static final String BENCH = "crash";
    private static final int OFFICIALS = 4;
    private static final int SUBMITTERS = 3;
    private static final int APPENDERS = 3;
    private static final long LONGEST_WAIT_FOR_WORK = TimeUnit.SECONDS.toNanos(60);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--kills", paramLabel = "N", description = "How often; default: ${DEFAULT-VALUE}.")
    private int kills = 20;

    @Option(names = "--quick", description = "Three kills, under a minute.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--base-port", paramLabel = "P", description = "Default: ${DEFAULT-VALUE}.")
    private int basePort = 19_500;

    @Option(names = "--seed", paramLabel = "S", description = "Of the random moments; default: a new one, told.")
    private long seed = System.nanoTime();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        int rounds = quick ? Math.min(kills, 3) : kills;
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("gongmail-crash");
        err.printf(Locale.ROOT, "crash: %d kills, seed %d, home %s%n", rounds, seed, folder);
        err.println("applications in flight: skipped, no command drives them yet");

        DemoHome home = new DemoHome(folder.resolve("home"));
        Path log = folder.resolve("server.log");
        Journal journal = new Journal();
        Findings findings = new Findings();
        Inspection inspection = new Inspection(home, basePort, journal, findings);
        long fewest = Long.MAX_VALUE;
        ServerProcess server = ServerProcess.start(home.root(), OFFICIALS, basePort, log);
        try {
            List<DemoPerson> people = home.officials().stream().limit(OFFICIALS).toList();
            for (int kill = 1; kill <= rounds; kill++) {
                long submissions = journal.submissions();
                long appends = journal.appends();
                Load load = new Load(home, basePort, journal);
                load.start(people, SUBMITTERS, APPENDERS, random);
                awaitWork(journal, submissions, appends, load);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
                server.kill();
                load.stop();
                long submitted = journal.submissions() - submissions;
                long appended = journal.appends() - appends;
                fewest = Math.min(fewest, Math.min(submitted, appended));
                long started = System.nanoTime();
                server = ServerProcess.start(home.root(), OFFICIALS, basePort, log);
                long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
                inspection.look(people);
                err.printf(
                        Locale.ROOT,
                        "kill %d: acknowledged %d submissions and %d appends, ready again after %d ms%s%n",
                        kill,
                        submitted,
                        appended,
                        ready,
                        findings.isEmpty() ? "" : ", FAULTS");
            }
            // What was not acknowledged may still be on its way: nothing of it may arrive twice.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
            inspection.look(people);
        } finally {
            server.close();
        }
        tell(err, findings);
        List<Figure> figures = List.of(
                Figure.count(BENCH, "lost", findings.of(Kind.LOST).size()),
                Figure.count(BENCH, "duplicated", findings.of(Kind.DUPLICATED).size()),
                Figure.count(BENCH, "altered", findings.of(Kind.ALTERED).size()),
                Figure.count(
                        BENCH, "uid-violations", findings.of(Kind.UID_VIOLATION).size()),
                new Figure(BENCH, "fewest-acknowledged-before-a-kill", "more", "messages", fewest, 1),
                new Figure(
                        BENCH, "acknowledged", "more", "messages", journal.submissions() + journal.appends(), rounds));
        figures.forEach(figure -> out.println(json ? figure.json() : figure.row()));
        out.flush();
        boolean holds = figures.stream().allMatch(Figure::holds);
        if (holds) {
            delete(folder);
        } else {
            err.println("left for who looks into it: " + folder);
        }
        return holds ? 0 : 1;
    }

    /** Returns when both kinds of work were acknowledged since the start. */
    private static void awaitWork(Journal journal, long submissions, long appends, Load load) throws IOException {
        long started = System.nanoTime();
        while (journal.submissions() == submissions || journal.appends() == appends) {
            if (System.nanoTime() - started > LONGEST_WAIT_FOR_WORK) {
                throw new IOException("nothing was acknowledged for a minute; last trouble: " + load.trouble());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void tell(PrintWriter err, Findings findings) {
        for (Kind kind : Kind.values()) {
            findings.of(kind).stream().limit(20).forEach(what -> err.println(kind + ": " + what));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
