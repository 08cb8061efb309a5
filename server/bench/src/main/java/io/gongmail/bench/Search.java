package io.gongmail.bench;

import io.gongmail.bench.Archive.Case;
import io.gongmail.bench.Dialogue.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench search}: words looked for in a large mailbox, beside Dovecot with and without an index of texts. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = {
            "SEARCH by header and by body in one mailbox of Korean and English letters, common and rare words, on one",
            "connection; turn by turn with Debian's Dovecot (mdbox), first as it is (scan), then with dovecot-fts-xapian,",
            "its index made before. What our own server answers is compared with what the letters have."
        })
final class Search implements Callable<Integer> {
    private static final String BENCH = "search";
    private static final int PEER_PORT = 20;
    private static final int FILLING = 8;
    private static final String MAILBOX = "Letters";
    private static final Pattern COUNT = Pattern.compile("COUNT (\\d+)");

    /** The peer with the settings of its index' own documentation. */
    private static final String XAPIAN = """
            mail_plugins = fts fts_xapian
            plugin {
              fts = xapian
              fts_xapian = partial=3 full=20
              fts_enforced = yes
            }
            service indexer-worker {
              vsz_limit = 2G
            }
            """;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PeerOptions options = new PeerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        Path folder = Files.createTempDirectory("gongmail-search");
        err.println("search: in " + folder + ", beside " + options.peer());
        List<Figure> figures = compared(folder, err);
        Folders.delete(folder);
        return Report.of(figures, options.json(), command.commandLine().getOut());
    }

    private List<Figure> compared(Path folder, PrintWriter err)
            throws IOException, InterruptedException, GeneralSecurityException {
        Archive archive = new Archive(options.quick() ? 1_000 : 100_000);
        archive.count();
        Venue venue = new Venue(folder, 2, options.basePort(), err);
        List<Figure> figures = new ArrayList<>();
        try (ServerProcess process = venue.ours(ServerKey.P_256);
                Clients clients = new Clients()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Contestant ours = venue.contestant(process);
            Visitor reader = venue.visitors(0, 1).get(0);
            fill(archive, clients, ours, reader, err);
            awaitIndex(new Desk(venue.home().data()), archive, err);
            long wrong = wrongAnswers(archive, clients, ours, reader, err);
            figures.add(Figure.count(BENCH, "wrong-answers", wrong));
            try (DovecotServer scanning = dovecot(folder, venue, "")) {
                scanning.described().forEach(line -> err.println("peer: " + line));
                fill(archive, clients, scanning.contestant(), reader, err);
                figures.addAll(duels("scan", 10, clients, ours, scanning.contestant(), reader, err));
            }
            try (DovecotServer indexed = dovecot(folder, venue, XAPIAN)) {
                err.println("peer: " + XAPIAN.replace("\n", "\npeer: ").strip());
                long begun = System.nanoTime();
                indexed.index(reader.address(), MAILBOX);
                err.printf(Locale.ROOT, "Dovecot's index made in %.1f s%n", (System.nanoTime() - begun) / 1e9);
                wrongAnswers(archive, clients, indexed.contestant(), reader, err);
                figures.addAll(duels("xapian", 1, clients, ours, indexed.contestant(), reader, err));
            }
        }
        return figures;
    }

    private DovecotServer dovecot(Path folder, Venue venue, String more) throws IOException {
        return DovecotServer.start(
                folder.resolve("dovecot"),
                venue.home(),
                venue.home().officials(),
                List.of(),
                options.basePort() + PEER_PORT,
                more);
    }

    private static void fill(Archive archive, Clients clients, Contestant server, Visitor reader, PrintWriter err)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<Dialogue> filling = new ArrayList<>();
        for (int i = 0; i < FILLING; i++) {
            filling.add(clients.imap(server.port(), reader));
        }
        Clients.ok(filling.get(0), "CREATE " + MAILBOX);
        Results results = Clients.await(Clients.all(FILLING, archive.letters() / FILLING, client -> step -> {
            byte[] letter = archive.letter(client * (archive.letters() / FILLING) + step);
            return () -> filling.get(client)
                    .command("APPEND " + MAILBOX + " {" + letter.length + "+}\r\n", letter)
                    .thenApply(answer -> answered(answer, 1));
        }));
        filling.forEach(Dialogue::close);
        if (results.failed() > 0) {
            throw new IOException("cannot fill " + server.name() + ": "
                    + results.firstFailure().orElse(""));
        }
        err.printf(
                Locale.ROOT,
                "%s filled with %d letters in %.1f s%n",
                server.name(),
                results.succeeded(),
                (System.nanoTime() - begun) / 1e9);
    }

    private static void awaitIndex(Desk desk, Archive archive, PrintWriter err) throws IOException {
        long begun = System.nanoTime();
        int indexed =
                desk.one("store", "index", "--wait", "600").path("indexed").asInt();
        if (indexed < archive.letters()) {
            throw new IOException("only " + indexed + " letters are in the index");
        }
        err.printf(Locale.ROOT, "our index caught up in another %.1f s%n", (System.nanoTime() - begun) / 1e9);
    }

    private static long answered(Answer answer, long things) {
        if (!answer.last().contains(" OK")) {
            throw new IllegalStateException(answer.last());
        }
        return things;
    }

    private static String search(Case of, int word, String options) {
        String looked = of.words().get(word);
        return "UID SEARCH " + options + "CHARSET UTF-8 " + (of.inBody() ? "BODY" : "SUBJECT") + " {"
                + looked.getBytes(StandardCharsets.UTF_8).length + "+}\r\n" + looked;
    }

    /** How many of all words are told to be in another number of letters than they are. */
    private static long wrongAnswers(
            Archive archive, Clients clients, Contestant server, Visitor reader, PrintWriter err)
            throws IOException, InterruptedException {
        Dialogue imap = clients.imap(server.port(), reader);
        Clients.ok(imap, "SELECT " + MAILBOX);
        long wrong = 0;
        for (Case of : Case.values()) {
            for (int word = 0; word < of.words().size(); word++) {
                long told = count(Clients.ok(imap, search(of, word, "RETURN (COUNT) ")));
                if (told != archive.count(of, word)) {
                    wrong++;
                    err.printf(
                            Locale.ROOT,
                            "%s, %s %s: %d told, %d there%n",
                            server.name(),
                            of.code(),
                            of.words().get(word),
                            told,
                            archive.count(of, word));
                }
            }
        }
        imap.close();
        return wrong;
    }

    private static long count(Answer answer) throws IOException {
        for (String line : answer.kept()) {
            Matcher count = COUNT.matcher(line);
            if (line.startsWith("* ESEARCH") && count.find()) {
                return Long.parseLong(count.group(1));
            }
        }
        throw new IOException("no count in " + answer.kept());
    }

    /** @param target of the ratio per processor second */
    private List<Figure> duels(
            String against,
            double target,
            Clients clients,
            Contestant ours,
            Contestant peer,
            Visitor reader,
            PrintWriter err)
            throws IOException, InterruptedException {
        Duel duel = new Duel(ours, peer, err);
        List<Figure> figures = new ArrayList<>();
        boolean scans = against.equals("scan");
        for (Case of : Case.values()) {
            // Ours needs many for processor time to be told from its clock's steps; a scan takes long enough.
            int many = options.quick() ? 40 : 200;
            int peers = !scans ? many : of.inBody() ? 1 : 4;
            searches(clients, ours, reader, of, many);
            if (!scans) {
                searches(clients, peer, reader, of, many);
            }
            figures.addAll(duel.play(
                    BENCH,
                    of.code() + "-" + against,
                    "searches/s",
                    target,
                    options.turns(),
                    (server, number) ->
                            searches(clients, server, reader, of, server.port() == ours.port() ? many : peers)));
        }
        return figures;
    }

    private static Turn searches(Clients clients, Contestant server, Visitor reader, Case of, int times)
            throws IOException, InterruptedException {
        Dialogue imap = clients.imap(server.port(), reader);
        Clients.ok(imap, "SELECT " + MAILBOX);
        Turn turn = Turn.of(
                server,
                () -> Clients.all(
                        1,
                        times,
                        client -> step ->
                                () -> imap.command(search(of, step % of.words().size(), ""))
                                        .thenApply(answer -> answered(answer, 1))));
        imap.close();
        return turn;
    }
}
