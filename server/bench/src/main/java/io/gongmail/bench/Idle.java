package io.gongmail.bench;

import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.demo.ImapTalk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench idle}: what a server costs that has something to keep and nothing to do. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = {
            "Fills a server with accounts and messages, stops it, and measures its next starts: seconds from the command",
            "to the line 'ready', and resident memory 5 s after it. The median of three starts."
        })
final class Idle implements Callable<Integer> {
    private static final String BENCH = "idle";
    private static final double MOST_SECONDS = 5;
    private static final double MOST_MIB = 400;
    private static final long TO_REST = TimeUnit.SECONDS.toNanos(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--quick", description = "100 accounts, 1,000 messages, one start.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--base-port", paramLabel = "P", description = "Default: ${DEFAULT-VALUE}.")
    private int basePort = 19_600;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        int accounts = quick ? 100 : 1_000;
        int messages = quick ? 1_000 : 10_000;
        int turns = quick ? 1 : 3;
        Path folder = Files.createTempDirectory("gongmail-idle");
        Path log = folder.resolve("server.log");
        DemoHome home = new DemoHome(folder.resolve("home"));
        fill(home, accounts, messages, log, err);

        List<Double> seconds = new ArrayList<>();
        List<Double> mebibytes = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            long started = System.nanoTime();
            try (ServerProcess server = ServerProcess.byCommand(home.root(), accounts, basePort, log)) {
                seconds.add((System.nanoTime() - started) / 1e9);
                LockSupport.parkNanos(TO_REST);
                mebibytes.add(server.residentKib() / 1024.0);
                long there = messagesOf(home);
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
        figures.forEach(figure -> out.println(json ? figure.json() : figure.row()));
        out.flush();
        Folders.delete(folder);
        return figures.stream().allMatch(Figure::holds) ? 0 : 1;
    }

    private void fill(DemoHome home, int accounts, int messages, Path log, PrintWriter err)
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
    private long messagesOf(DemoHome home) throws IOException {
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
