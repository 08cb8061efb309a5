package io.gongmail.bench;

import io.gongmail.bench.Errand.Purpose;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench signin}: what it costs to let somebody in, beside Dovecot. */
@Command(
        name = "signin",
        mixinStandardHelpOptions = true,
        description = {
            "Sign-ins by IMAP, each a connection of its own with a full handshake (P-256,",
            "the cheapest, so that it hides the least), a client certificate, LOGIN and",
            "LOGOUT; turn by turn with Dovecot, which has the same keys and clients, and",
            "the same passwords hashed with the same Argon2id parameters. signin-cold: every account is seen for the first time.",
            "signin-warm: few accounts come again and again, and both may remember.",
            "With --flood, ours alone: how long sign-ins take while refused",
            "certificates come at half the rate at which they can be refused."
        })
final class Signin implements Callable<Integer> {
    private static final double COLD_TARGET = 1;
    private static final double WARM_TARGET = 4;
    /** Who come again and again, and by whom servers are warmed up. */
    private static final int REGULARS = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PeerOptions options = new PeerOptions();

    @Option(names = "--flood", description = "Sign-ins during a flood of refused certificates; without the peer.")
    private boolean flood;

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        Path folder = Files.createTempDirectory("gongmail-signin");
        err.println("signin: in " + folder + (flood ? ", a flood" : ", beside " + options.peer()));
        List<Figure> figures = flood ? flooded(folder, err) : compared(folder, err);
        Folders.delete(folder);
        return Report.of(figures, options.json(), command.commandLine().getOut());
    }

    private List<Figure> flooded(Path folder, PrintWriter err)
            throws IOException, InterruptedException, GeneralSecurityException {
        Venue venue = new Venue(folder, REGULARS, options.basePort(), err);
        try (ServerProcess ours = venue.ours(ServerKey.P_256)) {
            return new Flood(venue, venue.contestant(ours), err).figures(options.quick());
        }
    }

    private List<Figure> compared(Path folder, PrintWriter err)
            throws IOException, InterruptedException, GeneralSecurityException {
        int newcomers = options.quick() ? 60 : 400; // in each turn
        int before = options.quick() ? 60 : 4_000;
        Duration warm = Duration.ofSeconds(options.quick() ? 2 : 15);
        Venue venue = new Venue(folder, REGULARS + before + newcomers * options.turns(), options.basePort(), err);
        Visitor bankCustomer = venue.bankCustomer();
        try (ServerProcess ours = venue.ours(ServerKey.P_256);
                DovecotServer peer = venue.peer();
                Generator generator = new Generator()) {
            Duel duel = new Duel(venue.contestant(ours), peer.contestant(), err);
            List<Visitor> regulars = venue.visitors(0, REGULARS);
            // A server runs for weeks: what it costs once its code is compiled is what it costs. Regulars are not
            // judged anew, and of newcomers there are few; who is refused is judged each time, and by the last of all
            // that is looked at only where the policy is wrong.
            sign(generator, venue.contestant(ours), again(regulars, options.quick() ? 2_000 : 20_000), PATIENCE);
            sign(generator, venue.contestant(ours), refused(bankCustomer, options.quick() ? 500 : 24_000), PATIENCE);
            sign(generator, peer.contestant(), again(regulars, 100), PATIENCE);
            List<Visitor> first = venue.visitors(REGULARS, before);
            sign(generator, venue.contestant(ours), once(first), PATIENCE);
            sign(generator, peer.contestant(), once(first), PATIENCE);
            List<List<Visitor>> unseen = new ArrayList<>();
            for (int turn = 0; turn < options.turns(); turn++) {
                unseen.add(venue.visitors(REGULARS + before + turn * newcomers, newcomers));
            }
            List<Figure> figures = new ArrayList<>(duel.play(
                    "signin",
                    "signin-cold",
                    "sign-ins/s",
                    COLD_TARGET,
                    options.turns(),
                    (server, number) -> sign(generator, server, once(unseen.get(number)), PATIENCE)));
            figures.addAll(duel.play(
                    "signin",
                    "signin-warm",
                    "sign-ins/s",
                    WARM_TARGET,
                    options.turns(),
                    (server, number) -> sign(generator, server, again(regulars, Integer.MAX_VALUE), warm)));
            return figures;
        }
    }

    private Turn sign(Generator generator, Contestant server, Iterator<Errand> errands, Duration atMost)
            throws IOException, InterruptedException {
        return Turn.of(server, () -> generator.together(server.port(), options.together(), errands, atMost))
                .whole();
    }

    private static Iterator<Errand> once(List<Visitor> people) {
        return people.stream()
                .map(person -> new Errand(person, Purpose.SIGN_IN))
                .iterator();
    }

    private static Iterator<Errand> again(List<Visitor> people, int most) {
        return IntStream.range(0, most)
                .mapToObj(i -> new Errand(people.get(i % people.size()), Purpose.SIGN_IN))
                .iterator();
    }

    private static Iterator<Errand> refused(Visitor stranger, int most) {
        return IntStream.range(0, most)
                .mapToObj(i -> new Errand(stranger, Purpose.REFUSAL))
                .iterator();
    }
}
