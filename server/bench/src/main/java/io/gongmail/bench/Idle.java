package io.gongmail.bench;

import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.demo.ImapTalk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench idle}: what a server costs that has something to keep and nothing to do. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = {
            "Fills a server with accounts and messages, stops it, and measures its next starts: seconds from the command",
            "to the line 'ready', and resident memory 5 s after it. Then 5,000 IMAP connections that idle: heap (after a",
            "full collection) and other resident memory for each, and how long after a message was acknowledged they",
            "hear of it, while Debian's Dovecot does the same, with a process for each and hibernating."
        })
final class Idle implements Callable<Integer> {
    private static final String BENCH = "idle";
    private static final double MOST_SECONDS = 5;
    private static final double MOST_MIB = 400;
    /** Who watch, and how many connections all together. */
    private static final int PEOPLE = 500;

    private static final int MANY_CONNECTIONS = 5_000;
    private static final int FEW_PEOPLE = 40;
    private static final int FEW_CONNECTIONS = 400;
    /** What a server, or this process, opens besides. */
    private static final int OTHER_FILES = 1_500;

    private static final long TO_REST = TimeUnit.SECONDS.toNanos(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PeerOptions options = new PeerOptions();

    @Option(names = "--only", paramLabel = "PART", split = ",", description = "Some of: ${COMPLETION-CANDIDATES}.")
    private Part[] only = Part.values();

    @Option(names = "--connections", paramLabel = "N", description = "That idle; default: 5000, quick 400.")
    private int connections;

    /** What can be measured by itself. */
    enum Part {
        START,
        CONNECTIONS
    }

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        Set<Part> parts = EnumSet.copyOf(Arrays.asList(only));
        List<Figure> figures = new ArrayList<>();
        if (parts.contains(Part.START)) {
            figures.addAll(starts(err));
        }
        if (parts.contains(Part.CONNECTIONS)) {
            figures.addAll(idling(err));
        }
        return Report.of(figures, options.json(), command.commandLine().getOut());
    }

    private List<Figure> idling(PrintWriter err) throws IOException, InterruptedException, GeneralSecurityException {
        boolean quick = options.quick();
        int people = quick ? FEW_PEOPLE : PEOPLE;
        int most = (int) ((filesOfAProcess() - OTHER_FILES) / people) * people;
        int wished = connections > 0 ? connections : quick ? FEW_CONNECTIONS : MANY_CONNECTIONS;
        int all = Math.min(wished, most);
        if (all < wished) {
            err.println("idle: a process may open " + filesOfAProcess() + " files (ulimit -n), so " + all
                    + " connections at most");
        }
        Path folder = Files.createTempDirectory("gongmail-idle");
        List<Figure> figures = new Idling(people, Math.max(1, all / people), quick ? 20 : 100, options.turns(), err)
                .compared(folder, options.basePort());
        Folders.delete(folder);
        return figures;
    }

    private static long filesOfAProcess() throws IOException {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            return limits.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+", -1)[3])
                    .filter(limit -> !limit.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }

    private List<Figure> starts(PrintWriter err) throws IOException, InterruptedException {
        boolean quick = options.quick();
        int basePort = options.basePort();
        int accounts = quick ? 100 : 1_000;
        int messages = quick ? 1_000 : 10_000;
        int turns = quick ? 1 : 3;
        Path folder = Files.createTempDirectory("gongmail-idle");
        Path log = folder.resolve("server.log");
        DemoHome home = new DemoHome(folder.resolve("home"));
        fill(home, accounts, messages, basePort, log, err);

        List<Double> seconds = new ArrayList<>();
        List<Double> mebibytes = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            long started = System.nanoTime();
            try (ServerProcess server = ServerProcess.byCommand(home.root(), accounts, basePort, log)) {
                seconds.add((System.nanoTime() - started) / 1e9);
                LockSupport.parkNanos(TO_REST);
                mebibytes.add(server.residentKib() / 1024.0);
                long there = messagesOf(home, basePort);
                err.printf(
                        Locale.ROOT,
                        "start %d: ready after %.2f s, %.0f MiB, %d messages in the first mailbox%n",
                        turn,
                        seconds.get(turn - 1),
                        mebibytes.get(turn - 1),
                        there);
                if (there != messages / accounts) {
                    throw new IOException("the first mailbox holds " + there + " messages");
                }
            }
        }
        String size = String.format(Locale.ROOT, "%d-accounts-%d-messages", accounts, messages);
        List<Figure> figures = List.of(
                new Figure(BENCH, "start-" + size, "less", "s", Figure.median(seconds), MOST_SECONDS),
                new Figure(BENCH, "memory-" + size, "less", "MiB", Figure.median(mebibytes), MOST_MIB));
        Folders.delete(folder);
        return figures;
    }

    private static void fill(DemoHome home, int accounts, int messages, int basePort, Path log, PrintWriter err)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        try (ServerProcess server = ServerProcess.byCommand(home.root(), accounts, basePort, log)) {
            long seeded = System.nanoTime();
            new Filling(home, basePort).submit(accounts, messages);
            new Desk(home.data()).awaitEmptyQueue();
            err.printf(
                    Locale.ROOT,
                    "%d accounts seeded in %.1f s, %d messages delivered in %.1f s, then %.0f MiB%n",
                    accounts,
                    (seeded - started) / 1e9,
                    messages,
                    (System.nanoTime() - seeded) / 1e9,
                    server.residentKib() / 1024.0);
        }
    }

    /** That it is ready in earnest, and has what it was given. */
    private static long messagesOf(DemoHome home, int basePort) throws IOException {
        DemoPerson first = home.officials().get(0);
        try (ImapTalk imap = ImapTalk.to(basePort, ClientTls.of(home, Optional.of(first)))) {
            ImapTalk.Answer login = imap.login(first.address().orElse(""), first.password());
            if (!login.isOk()) {
                throw new IOException("sign-in: " + login);
            }
            return imap.command("EXAMINE INBOX").untagged().stream()
                    .filter(line -> line.endsWith(" EXISTS"))
                    .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                    .findFirst()
                    .orElse(-1);
        }
    }
}
