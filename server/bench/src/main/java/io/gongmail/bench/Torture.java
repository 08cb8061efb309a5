package io.gongmail.bench;

import io.gongmail.bench.Findings.Kind;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that is killed and started again and again, with the load on it and the looks between. Not thread-safe. */
final class Torture implements AutoCloseable {
    private static final String BENCH = "crash";
    private static final int OFFICIALS = 4;
    private static final int SUBMITTERS = 6;
    private static final int APPENDERS = 6;
    private static final int CLERKS = 4;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final int LONGEST_WAIT_MILLIS = 2_500;

    private final DemoHome home;
    private final int basePort;
    private final Path log;
    private final Random random;
    private final PrintWriter err;
    private final Clock clock = Clock.systemUTC();
    private final Journal journal = new Journal();
    private final Findings findings = new Findings();
    private final Inspection mail;
    private final Desk desk;
    private final List<DemoPerson> people;
    private final Enrollees enrollees;
    private final Office office;
    private final EnrollmentInspection enrollment;
    private ServerProcess server;
    private long fewestSubmissions = Long.MAX_VALUE;
    private long fewestAppends = Long.MAX_VALUE;
    private long fewestSteps = Long.MAX_VALUE;

    /** Starts the server and opens the reviewer's account. Everything lies in {@code folder}. */
    static Torture begin(Path folder, int basePort, Random random, PrintWriter err) throws IOException {
        DemoHome home = new DemoHome(folder.resolve("home"));
        Path log = folder.resolve("server.log");
        ServerProcess server = started(home, basePort, log);
        try {
            return new Torture(home, folder.resolve("applicants"), basePort, log, random, err, server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private Torture(
            DemoHome home,
            Path applicants,
            int basePort,
            Path log,
            Random random,
            PrintWriter err,
            ServerProcess server)
            throws IOException {
        this.home = home;
        this.basePort = basePort;
        this.log = log;
        this.random = random;
        this.err = err;
        this.server = server;
        this.people = home.officials().stream().limit(OFFICIALS).toList();
        String somebody = people.get(0).address().orElseThrow(() -> new IOException("officials have addresses"));
        this.mail = new Inspection(home, basePort, journal, findings);
        this.desk = new Desk(home.data());
        this.enrollees = new Enrollees(home, applicants, somebody.substring(somebody.indexOf('@') + 1));
        Enrollee reviewer = enrollees.reviewer();
        this.office = new Office(desk, reviewer.address());
        this.enrollment = new EnrollmentInspection(home, basePort, desk, office, enrollees, findings);
        office.openReviewer(reviewer);
    }

    private static ServerProcess started(DemoHome home, int basePort, Path log) throws IOException {
        return ServerProcess.byCommand(home.root(), OFFICIALS, OFFICIALS, basePort, log, ServerProcess.FOR_SECONDS);
    }

    /** Load, a kill, a start, a look. */
    void round(int number) throws IOException, InterruptedException {
        long submissions = journal.submissions();
        long appends = journal.appends();
        long steps = enrollees.steps();
        Load load = new Load(home, basePort, journal);
        load.start(people, SUBMITTERS, APPENDERS, random);
        load.enroll(office, enrollees, CLERKS);
        awaitWork(submissions, appends, steps, load);
        boolean atApproval = number % 2 == 0;
        if (atApproval) {
            awaitApproval(load);
            LockSupport.parkNanos((long) (random.nextDouble() * office.approvalNanos()));
        } else {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_WAIT_MILLIS)));
        }
        Instant killed = clock.instant();
        server.kill();
        load.stop();
        submissions = journal.submissions() - submissions;
        appends = journal.appends() - appends;
        steps = enrollees.steps() - steps;
        fewestSubmissions = Math.min(fewestSubmissions, submissions);
        fewestAppends = Math.min(fewestAppends, appends);
        fewestSteps = Math.min(fewestSteps, steps);
        long started = System.nanoTime();
        server = started(home, basePort, log);
        long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        enrollment.look(killed);
        mail.look(people);
        err.printf(
                Locale.ROOT,
                "kill %d%s: acknowledged %d submissions, %d appends, %d steps of applications; ready again after %d ms%s%n",
                number,
                atApproval ? " at an approval" : "",
                submissions,
                appends,
                steps,
                ready,
                findings.isEmpty() ? "" : ", FAULTS");
        findings.tellNew(err);
    }

    /** Everybody is taken to a mailbox; the queue runs empty; nothing that came late may have come twice. */
    void lastLook() throws IOException {
        enrollment.carryOn();
        try {
            desk.awaitEmptyQueue();
        } catch (Desk.Refused e) {
            findings.add(Kind.LOST, e.why());
        }
        mail.look(people);
        findings.tellNew(err);
    }

    /** Losses and violations first, then how much was at stake. */
    List<Figure> figures(int rounds) {
        long provisioned = enrollees.all().stream().filter(Enrollee::isWhole).count();
        return List.of(
                count("lost", Kind.LOST),
                count("duplicated", Kind.DUPLICATED),
                count("altered", Kind.ALTERED),
                count("uid-violations", Kind.UID_VIOLATION),
                count("application-steps-lost", Kind.STEP_LOST),
                count("applications-stuck", Kind.STUCK),
                count("half-provisioned", Kind.HALF_PROVISIONED),
                atLeast("fewest-submissions-before-a-kill", "messages", fewestSubmissions, 1),
                atLeast("fewest-appends-before-a-kill", "messages", fewestAppends, 1),
                atLeast("fewest-steps-before-a-kill", "steps", fewestSteps, 1),
                atLeast("submissions", "messages", journal.submissions(), rounds),
                atLeast("appends", "messages", journal.appends(), rounds),
                atLeast("application-steps", "steps", enrollees.steps(), rounds),
                atLeast("accounts-opened", "accounts", provisioned, 1),
                // Of the kills that aim at an approval few hit; ten rounds may miss altogether.
                atLeast("provisioned-after-a-kill", "accounts", enrollment.resumed(), rounds / 50));
    }

    private Figure count(String name, Kind kind) {
        return Figure.count(BENCH, name, findings.of(kind).size());
    }

    private static Figure atLeast(String name, String unit, long ours, long target) {
        return new Figure(BENCH, name, "more", unit, ours, target);
    }

    /** Returns when each kind of work was acknowledged since the start. */
    private void awaitWork(long submissions, long appends, long steps, Load load) throws IOException {
        long started = System.nanoTime();
        while (journal.submissions() == submissions || journal.appends() == appends || enrollees.steps() == steps) {
            if (System.nanoTime() - started > PATIENCE) {
                throw new IOException("not all work was acknowledged within a minute; last trouble: " + load.trouble());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Returns at the moment in which the next approval is asked for. */
    private void awaitApproval(Load load) throws IOException, InterruptedException {
        office.approvals().drainPermits();
        if (!office.approvals().tryAcquire(PATIENCE, TimeUnit.NANOSECONDS)) {
            throw new IOException("nothing was approved for a minute; last trouble: " + load.trouble());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
