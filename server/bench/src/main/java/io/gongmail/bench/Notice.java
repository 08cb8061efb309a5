package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench notice}: official notices to everybody of a large agency. */
@Command(
        name = "notice",
        mixinStandardHelpOptions = true,
        description = {
            "An agency's system hands in a notice for all officials. Measured from its 250: until the last of the members has",
            "seen it, who are signed in and look some 50 at a time; until everybody has it; and how long personal mail takes",
            "until it is seen, without notices and while they are delivered. Then the server is killed (SIGKILL) within",
            "seconds after notices were handed in, and started again. In the end everybody's folder is looked into, in the",
            "store itself: each notice that was accepted is there, once, and one whose acceptance was not heard is there",
            "for all or for nobody. With --peer, besides: a message to 1,000, as a notice here, and there as one address",
            "that Postfix expands by an alias and delivers by LMTP to Dovecot (mdbox), turn by turn, after 60 that do not",
            "count, until 100 of them have seen it and all have it; of two ways to set Postfix, for each figure, the one in",
            "which it does better."
        })
final class Notice implements Callable<Integer> {
    private static final int FEWEST_MEMBERS = 4;

    /** What is played. */
    enum Part {
        /** Ours alone, with all officials. */
        OWN,
        /** One message to many, beside the peer. */
        PEER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--officials", paramLabel = "N", description = "Of the agency; default: 100000, quick 1000.")
    private int officials;

    @Option(names = "--members", paramLabel = "K", description = "Of them that look; default: 1000, quick 50.")
    private int members;

    @Option(names = "--kills", paramLabel = "N", description = "Default: 20, quick 2.")
    private int kills = -1;

    @Option(names = "--turns", paramLabel = "N", description = "Of which the median is told; default: 3, quick 1.")
    private int turns;

    @Option(names = "--quick", description = "One turn with few officials, under a minute.")
    private boolean quick;

    @Option(names = "--peer", paramLabel = "PEER", description = "Also a case beside ${COMPLETION-CANDIDATES}.")
    private PeerOptions.@Nullable Peer peer;

    @Option(names = "--only", paramLabel = "PART", description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Part only;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--base-port", paramLabel = "P", description = "Default: ${DEFAULT-VALUE}; the peer's is P+20.")
    private int basePort = 19_600;

    @Option(names = "--seed", paramLabel = "S", description = "Of order and moments; default: a new one, told.")
    private long seed = System.nanoTime();

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        int all = officials > 0 ? officials : quick ? 1_000 : 100_000;
        int looking = members > 0 ? members : Math.min(all, quick ? 50 : 1_000);
        if (looking < FEWEST_MEMBERS || looking > all) {
            throw new ParameterException(
                    command.commandLine(), "at least " + FEWEST_MEMBERS + " members, and no more than officials");
        }
        Random random = new Random(seed);
        List<Figure> figures = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        if (only != Part.PEER) {
            folders.add(Files.createTempDirectory("gongmail-notice"));
            figures.addAll(own(folders.get(0), all, looking, random, err));
        }
        if (only == Part.PEER || only == null && peer != null) {
            // Apart: the peer's users pass through it to their mail.
            Path folder = Files.createTempDirectory("gongmail-notice-peer");
            folders.add(folder);
            err.printf(
                    Locale.ROOT,
                    "notice: beside %s, seed %d, home %s%n",
                    PeerOptions.Peer.DOVECOT_POSTFIX,
                    seed,
                    folder);
            try (Broadcast broadcast =
                    new Broadcast(folder, quick ? 200 : 1_000, quick ? 20 : 100, basePort, random, err)) {
                figures.addAll(broadcast.played(turns()));
            }
        }
        int outcome = Report.of(figures, json, command.commandLine().getOut());
        for (Path folder : folders) {
            if (outcome == 0) {
                Folders.delete(folder);
            } else {
                err.println("left for who looks into it: " + folder);
            }
        }
        return outcome;
    }

    private int turns() {
        return turns > 0 ? turns : quick ? 1 : 3;
    }

    private List<Figure> own(Path folder, int all, int looking, Random random, PrintWriter err)
            throws IOException, InterruptedException {
        int rounds = kills >= 0 ? kills : quick ? 2 : 20;
        err.printf(Locale.ROOT, "notice: %d officials, %d kills, seed %d, home %s%n", all, rounds, seed, folder);
        List<Figure> figures = new ArrayList<>();
        try (NoticeRun run = new NoticeRun(folder, all, looking, basePort, random, err)) {
            figures.addAll(
                    run.delivered(turns(), TimeUnit.SECONDS.toNanos(quick ? 5 : 30), NoticeRun.fewestRows(all, quick)));
            for (int round = 1; round <= rounds; round++) {
                run.kill(round);
            }
            figures.addAll(run.swept());
        }
        return figures;
    }
}
