package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/** Cases of {@code bench store}: many fetch large messages at once from a server that has little memory. */
final class Crowd {
    /** Of our JVM; the peer has a process for each connection. */
    static final Stores.Settings LITTLE_MEMORY =
            new Stores.Settings("-Xms64m -Xmx512m -XX:+UseG1GC -XX:MaxGCPauseMillis=40", "", false);

    private static final double MOST_MIB = 512;
    private static final int MAILBOXES = 10;
    private static final int MIB = 1_024 * 1_024;
    /** How long nobody reads what was asked for: until the server holds all that it will. */
    private static final long SLOW = TimeUnit.SECONDS.toNanos(3);

    private final Stores stores;
    private final Clients clients;
    private final List<Visitor> people;
    private final Duel duel;
    private final PrintWriter err;
    private final List<Long> sums = new ArrayList<>();
    private long wrong;

    Crowd(Stores stores, Clients clients, List<Visitor> people, Duel duel, PrintWriter err) {
        this.stores = stores;
        this.clients = clients;
        this.people = people.subList(0, MAILBOXES);
        this.duel = duel;
        this.err = err;
    }

    /**
     * Everybody has a message of that size; as many connections of each ask for it at once. In a turn before, all wait some
     * seconds until they read.
     */
    List<Figure> fetches(int connections, int mebibytes, int turns) throws IOException, InterruptedException {
        String size = mebibytes + "m-" + connections;
        fill(mebibytes);
        long begun = Files.size(stores.log());
        try (ServerHeap heap = ServerHeap.of(stores.holder(stores.ours()))) {
            heap.live();
            heap.forgetPeak();
            for (Contestant server : stores.both()) {
                fetch(server, connections, true);
            }
            List<Figure> figures = new ArrayList<>(duel.play(
                    "store",
                    "fetch-" + size,
                    "messages/s",
                    1,
                    turns,
                    (server, number) -> fetch(server, connections, false)));
            double peak = (double) heap.peak() / MIB;
            double live = (double) heap.live() / MIB;
            err.printf(
                    Locale.ROOT,
                    "fetch-%s: at most %.0f MiB of heap in use, %.0f MiB live after it%n",
                    size,
                    peak,
                    live);
            figures.add(new Figure("store", "fetch-" + size + "-heap", "less", "MiB", peak, MOST_MIB));
            figures.add(Figure.count("store", "fetch-" + size + "-wrong", wrong));
            figures.add(Figure.count("store", "fetch-" + size + "-heap-ran-out", ranOut(begun)));
            return figures;
        }
    }

    private void fill(int mebibytes) throws IOException, InterruptedException {
        for (int i = 0; i < people.size(); i++) {
            Visitor owner = people.get(i);
            byte[] letter = Letter.of(90_000_000 + i, mebibytes * MIB, "sender@bench.example", owner.address());
            CRC32 sum = new CRC32();
            sum.update(letter);
            sums.add(sum.getValue());
            for (Contestant server : stores.both()) {
                Dialogue imap = clients.imap(server.port(), owner);
                Clients.ok(imap, "CREATE Crowded");
                Clients.done(Clients.await(imap.command("APPEND Crowded {" + letter.length + "+}\r\n", letter)));
                imap.close();
            }
        }
    }

    private Turn fetch(Contestant server, int connections, boolean slow) throws IOException, InterruptedException {
        List<Dialogue> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Dialogue imap = clients.imap(server.port(), people.get(i % people.size()));
            Clients.ok(imap, "SELECT Crowded");
            open.add(imap);
        }
        Turn turn = Turn.measured(server, () -> {
            open.forEach(imap -> imap.reads(!slow));
            CompletableFuture<Results> results = Clients.all(
                    connections,
                    1,
                    client -> step ->
                            () -> open.get(client).summed("FETCH 1 BODY.PEEK[]").thenApply(answer -> {
                                Clients.done(answer);
                                if (answer.sum() != sums.get(client % people.size())) {
                                    wrong += stores.isOurs(server) ? 1 : 0;
                                    throw new IllegalStateException(
                                            server.name() + " gave other octets than it was given");
                                }
                                return 1L;
                            }));
            if (slow) {
                LockSupport.parkNanos(SLOW);
                open.forEach(imap -> imap.reads(true));
            }
            return Clients.await(results);
        });
        open.forEach(Dialogue::close);
        return stores.isOurs(server) ? turn : turn.whole();
    }

    /** How often the log tells since {@code begun} that there was no room on the heap. */
    private long ranOut(long begun) throws IOException {
        byte[] log = Files.readAllBytes(stores.log());
        return new String(log, (int) begun, (int) (log.length - begun), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("OutOfMemoryError"))
                .count();
    }
}
