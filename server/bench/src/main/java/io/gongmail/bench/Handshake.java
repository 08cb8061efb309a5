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
import picocli.CommandLine.Spec;

/** {@code bench handshake}: what a connection costs up to the greeting, beside Dovecot. */
@Command(
        name = "handshake",
        mixinStandardHelpOptions = true,
        description = {
            "Full TLS handshakes with a client certificate, judged, up to IMAP's",
            "greeting, for an RSA-2048 and a P-256 key of the server's; turn by turn",
            "with Dovecot, which has the same keys, the same 50 RSA clients and the",
            "same load. Per second of the server's processor time, and per second of",
            "the clock, on a machine that makes the load as well."
        })
final class Handshake implements Callable<Integer> {
    private static final double TARGET = 2;
    private static final int PEOPLE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PeerOptions options = new PeerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        Path folder = Files.createTempDirectory("gongmail-handshake");
        err.println("handshake: in " + folder + ", beside " + options.peer());
        Venue venue = new Venue(folder, PEOPLE, options.basePort(), err);
        List<Figure> figures = new ArrayList<>();
        for (ServerKey key : ServerKey.values()) {
            figures.addAll(compare(venue, key, err));
        }
        Folders.delete(folder);
        return Report.of(figures, options.json(), command.commandLine().getOut());
    }

    private List<Figure> compare(Venue venue, ServerKey key, PrintWriter err)
            throws IOException, InterruptedException, GeneralSecurityException {
        int handshakes = options.quick() ? 1_000 : 5_000;
        int before = options.quick() ? 2_000 : 20_000;
        try (ServerProcess ours = venue.ours(key);
                DovecotServer peer = venue.peer();
                Generator generator = new Generator()) {
            List<Visitor> people = venue.visitors(0, PEOPLE);
            Duel duel = new Duel(venue.contestant(ours), peer.contestant(), err);
            // A server runs for weeks: what it costs once its code is compiled is what it costs.
            Turn.of(
                            venue.contestant(ours),
                            () -> generator.together(
                                    options.basePort(), options.together(), greetings(people, before), PATIENCE))
                    .whole();
            Turn.of(
                            peer.contestant(),
                            () -> generator.together(
                                    peer.contestant().port(), options.together(), greetings(people, 100), PATIENCE))
                    .whole();
            return duel.playSteady(
                    "handshake",
                    "handshake-" + key.code(),
                    "handshakes/s",
                    TARGET,
                    options.turns(),
                    (server, number) -> Turn.of(
                            server,
                            () -> generator.together(
                                    server.port(), options.together(), greetings(people, handshakes), PATIENCE)));
        }
    }

    private static Iterator<Errand> greetings(List<Visitor> people, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Errand(people.get(i % people.size()), Purpose.GREETING))
                .iterator();
    }
}
