package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench portal}: how long people wait for its pages while many apply at once. */
@Command(
        name = "portal",
        mixinStandardHelpOptions = true,
        description = {
            "200 people apply at once, each from the front page to the page that says that it is in review: consent, identity",
            "verification at the simulator, details, the certificate presented at the certificate door, submission. Each",
            "has a browser with connections of its own, and thinks for 2 s on each page. A page counts with what led to it",
            "(redirects) and what it is drawn with, until it is all there. They begin within 10 s; no server was warmed up."
        })
final class Portal implements Callable<Integer> {
    private static final String BENCH = "portal";
    private static final double MOST_MILLIS = 300;
    private static final double SHARE = 0.95;
    private static final Duration THOUGHT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String DOMAIN = "moe.gongmail.example";
    /** The portal's public door, from the base port. */
    private static final int PUBLIC_DOOR = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--quick", description = "50 people, one turn.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--base-port", paramLabel = "P", description = "Default: ${DEFAULT-VALUE}.")
    private int basePort = 19_800;

    @Override
    public Integer call() throws IOException, InterruptedException {
        // A form that was sent once must not be sent again behind the applicant's back.
        System.setProperty("sun.net.http.retryPost", "false");
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        int people = quick ? 50 : 200;
        int turns = quick ? 1 : 3;
        Path folder = Files.createTempDirectory("gongmail-portal");
        DemoHome home = new DemoHome(folder.resolve("home"));
        List<Double> p95 = new ArrayList<>();
        long failed = 0;
        long lost = 0;
        try (ServerProcess server = ServerProcess.byCommand(home.root(), 3, basePort, folder.resolve("server.log"))) {
            Enrollees enrollees = new Enrollees(home, folder.resolve("people"), DOMAIN);
            for (int turn = 1; turn <= turns; turn++) {
                List<Enrollee> applicants = new ArrayList<>();
                for (int i = 0; i < people; i++) {
                    applicants.add(enrollees.take());
                }
                PageTimes times = new PageTimes();
                Duration before = ProcessorTime.ofTree(server.process());
                long begun = System.nanoTime();
                apply(home, applicants, times);
                err.printf(
                        Locale.ROOT,
                        "turn %d: %d people, %d pages in %.1f s; p50 %.0f ms, p95 %.0f ms, p99 %.0f ms; %d failed%s;"
                                + " processor: server %.1f s%n",
                        turn,
                        people,
                        times.pages(),
                        (System.nanoTime() - begun) / 1e9,
                        times.milliseconds(0.5),
                        times.milliseconds(SHARE),
                        times.milliseconds(0.99),
                        times.failures(),
                        times.firstFailure().map(why -> " (" + why + ")").orElse(""),
                        ProcessorTime.ofTree(server.process()).minus(before).toMillis() / 1e3);
                p95.add(times.milliseconds(SHARE));
                failed += times.failures();
                lost += lost(new Desk(home.data()), applicants);
            }
        }
        List<Figure> figures = List.of(
                new Figure(BENCH, "page-p95-" + people + "-applicants", "less", "ms", Figure.median(p95), MOST_MILLIS),
                Figure.count(BENCH, "errors", failed),
                Figure.count(BENCH, "applications-lost", lost));
        Folders.delete(folder);
        return Report.of(figures, json, command.commandLine().getOut());
    }

    private void apply(DemoHome home, List<Enrollee> applicants, PageTimes times) throws InterruptedException {
        URI portal = URI.create("https://127.0.0.1:" + (basePort + PUBLIC_DOOR) + "/");
        long between = TimeUnit.SECONDS.toNanos(10) / applicants.size();
        ExecutorService threads = Executors.newFixedThreadPool(applicants.size());
        long begun = System.nanoTime();
        for (int i = 0; i < applicants.size(); i++) {
            Enrollee one = applicants.get(i);
            long start = begun + i * between;
            threads.execute(() -> {
                waitUntil(start);
                try {
                    new PortalApplicant(
                                    portal, home, one, times, () -> waitUntil(System.nanoTime() + THOUGHT.toNanos()))
                            .applies();
                } catch (IOException | RuntimeException e) {
                    times.failed(one + ": " + e.getMessage());
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
            times.failed("somebody still waits after " + PATIENCE);
        }
    }

    private static void waitUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }

    /** How many were told that they are in review, and are not. */
    private static long lost(Desk desk, List<Enrollee> applicants) throws IOException {
        long lost = 0;
        for (Enrollee one : applicants) {
            if (one.acknowledged() == Stage.SUBMITTED
                    && !desk.one("application", "show", one.application())
                            .path("state")
                            .asText()
                            .equals("SUBMITTED")) {
                lost++;
            }
        }
        return lost;
    }
}
