package io.gongmail.store.loss;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.common.base.Throwables;
import io.gongmail.store.db.DerbyOnDisk;
import io.gongmail.store.loss.Findings.Finding;
import io.gongmail.store.loss.Findings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** So many schedules, by a seed. */
public final class Schedules {
    /** On one disk; the chain after it begins with a fresh store. */
    private static final int CHAIN = 10;

    /**
     * What came out.
     *
     * @param acknowledged operations that somebody was told are done
     * @param findings what should not be, each with the seed of its chain
     */
    public record Outcome(
            int schedules, long acknowledged, long lost, long doubled, long violated, List<String> findings) {}

    private Schedules() {}

    /**
     * Runs {@code count} schedules; {@code progress} hears of each chain and each finding. A chain is repeated by its seed; what
     * its threads do at the same time is not, so that a finding may need several tries.
     */
    public static Outcome run(int count, long seed, Consumer<String> progress) throws Exception {
        Level logged = quiet(Level.OFF);
        // Small enough that checkpoints and new files of the log happen within a schedule.
        System.setProperty("derby.storage.checkpointInterval", "100000");
        System.setProperty("derby.storage.logSwitchInterval", "100000");
        try {
            return all(count, seed, progress);
        } finally {
            DerbyOnDisk.bootEngine();
            System.clearProperty("derby.storage.checkpointInterval");
            System.clearProperty("derby.storage.logSwitchInterval");
            quiet(logged);
        }
    }

    private static Level quiet(Level level) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.setLevel(level);
        return before;
    }

    private static Outcome all(int count, long seed, Consumer<String> progress) throws Exception {
        Chain.Store template = Chain.Store.make();
        Findings findings = new Findings();
        AtomicLong acknowledged = new AtomicLong();
        Random seeds = new Random(seed);
        int done = 0;
        while (done < count) {
            long own = done == 0 ? seed : seeds.nextLong();
            Findings now = new Findings();
            int length = Math.min(CHAIN, count - done);
            // Connection pools leave themselves with each thread that used them.
            Thread worker =
                    new Thread(() -> run(new Chain(template, own, now, acknowledged), length, now, own), "chain");
            worker.start();
            worker.join();
            done += length;
            // Derby keeps what it had in memory of each database that could not be shut down, until the whole engine
            // is.
            DerbyOnDisk.renewEngine();
            findings.addAll(now.all());
            now.all().forEach(found -> progress.accept("seed " + own + ": " + found.kind() + " " + found.what()));
            progress.accept(done + " schedules, " + acknowledged + " operations acknowledged");
        }
        return new Outcome(
                done,
                acknowledged.get(),
                count(findings, Kind.LOST),
                count(findings, Kind.DOUBLED),
                count(findings, Kind.VIOLATED),
                findings.all().stream().map(Finding::toString).toList());
    }

    private static void run(Chain chain, int length, Findings findings, long seed) {
        try {
            for (int i = 0; i < length && findings.all().isEmpty(); i++) {
                chain.schedule(i);
            }
            chain.close();
        } catch (Exception | Error e) {
            findings.add(Kind.VIOLATED, "the chain ended early: " + Throwables.getStackTraceAsString(e));
        }
        if (!findings.all().isEmpty()) {
            findings.add(
                    Kind.VIOLATED,
                    "seed " + seed + ", the disk is left in " + left(chain) + " after " + chain.history());
        }
    }

    private static String left(Chain chain) {
        try {
            Path folder = Files.createTempDirectory("gongmail-loss");
            chain.dump(folder);
            return folder.toString();
        } catch (IOException e) {
            return "no folder: " + e;
        }
    }

    private static long count(Findings findings, Kind kind) {
        return findings.all().stream().filter(finding -> finding.kind() == kind).count();
    }

    /** {@code Schedules COUNT [SEED]} */
    public static void main(String[] args) throws Exception {
        long begun = System.nanoTime();
        Outcome outcome = run(
                Integer.parseInt(args[0]),
                args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime(),
                System.out::println);
        System.out.println(outcome.schedules + " schedules in " + (System.nanoTime() - begun) / 1_000_000 + " ms: "
                + outcome.lost + " lost, " + outcome.doubled + " doubled, " + outcome.violated + " violated");
    }
}
