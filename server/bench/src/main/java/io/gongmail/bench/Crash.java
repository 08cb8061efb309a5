package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
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
            "Kills a server (SIGKILL) while clients submit, append and apply for accounts, starts it again, and checks",
            "that every acknowledged message is there exactly once with the same bytes, UIDs rising, UIDVALIDITY",
            "unchanged; that every application is where it was acknowledged or one step further and can go on; and that",
            "every account has binding, mailboxes, one welcome and lets its owner in. Half of the kills come while an",
            "approval is in flight, the others at any moment.",
            "A killed server's writes stay in the system's memory. What a loss of power would take is tried on a disk in",
            "memory (--schedules): work through the store's own face, syncs that fail, a full disk, writes lost and torn."
        })
final class Crash implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--kills", paramLabel = "N", description = "How often; default: ${DEFAULT-VALUE}.")
    private int kills = 20;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            description = "Losses of power and other faults of a disk in memory; default: ${DEFAULT-VALUE}.")
    private int schedules = 0;

    @Option(names = "--quick", description = "Three kills, under a minute.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--base-port", paramLabel = "P", description = "Default: ${DEFAULT-VALUE}.")
    private int basePort = 19_500;

    @Option(names = "--seed", paramLabel = "S", description = "Of the random moments; default: a new one, told.")
    private long seed = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        int rounds = quick ? Math.min(kills, 3) : kills;
        boolean holds = rounds == 0 || killed(rounds, out, err);
        if (schedules > 0) {
            List<Figure> figures = Losses.figures(schedules, seed, err::println);
            print(figures, out);
            holds &= figures.stream().allMatch(Figure::holds);
        }
        return holds ? 0 : 1;
    }

    private boolean killed(int rounds, PrintWriter out, PrintWriter err) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("gongmail-crash");
        err.printf(Locale.ROOT, "crash: %d kills, seed %d, home %s%n", rounds, seed, folder);
        boolean holds;
        try (Torture torture = Torture.begin(folder, basePort, random, err)) {
            for (int kill = 1; kill <= rounds; kill++) {
                torture.round(kill);
            }
            torture.lastLook();
            List<Figure> figures = torture.figures(rounds);
            print(figures, out);
            holds = figures.stream().allMatch(Figure::holds);
        }
        if (holds) {
            Folders.delete(folder);
        } else {
            err.println("left for who looks into it: " + folder);
        }
        return holds;
    }

    private void print(List<Figure> figures, PrintWriter out) {
        figures.forEach(figure -> out.println(json ? figure.json() : figure.row()));
        out.flush();
    }
}
