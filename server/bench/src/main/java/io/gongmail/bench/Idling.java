package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * Cases of {@code bench idle}: what an IMAP connection costs that idles, and how soon it is told of a message. Dovecot has a
 * process for each, or with {@code imap-hibernate} one for all that have idled for some seconds. Each turn is of a server that
 * was started anew and warmed up, since memory that was used once is not given back.
 */
final class Idling {
    private static final String BENCH = "idle";
    private static final double MOST_KIB = 64;
    private static final double MOST_MILLISECONDS = 100;
    private static final double LATE = 0.99;
    private static final long TO_REST = TimeUnit.SECONDS.toNanos(3);
    /** Until all hibernate. */
    private static final long TO_HIBERNATE = TimeUnit.SECONDS.toNanos(8);

    /** More than what a process of its imap for a connection takes. */
    private static final long PEER_KIB_EACH = 800;
    /** A pace at which neither server has much to do. */
    private static final double PER_SECOND = 5;
    /** Of what is sent before it is measured, and how many times as many. */
    private static final double BRISK = 50;

    private static final int WARMTH = 3;
    private static final int SIZE = 4_096;
    private static final double SHORTEST = 0.1;

    private static final String MANY = """
            service imap {
              service_count = 1
              process_limit = 15000
            }
            service auth {
              client_limit = 16000
            }
            service stats {
              client_limit = 20000
            }
            """;
    private static final String HIBERNATING = MANY + """
            imap_hibernate_timeout = 2s
            service imap {
              unix_listener imap-master {
                user = $default_internal_user
              }
            }
            service imap-hibernate {
              client_limit = 20000
              unix_listener imap-hibernate {
                mode = 0666
              }
            }
            """;

    private final int people;
    private final int each;
    private final int messages;
    private final int turns;
    private final PrintWriter err;

    /** Reads what a server needs of memory. */
    @FunctionalInterface
    private interface Meter {
        /** @return KiB of heap that live, and KiB of all else */
        double[] read() throws IOException;
    }

    /**
     * @param people whose mailboxes are watched
     * @param each connections of each
     * @param messages sent in each turn and each way
     */
    Idling(int people, int each, int messages, int turns, PrintWriter err) {
        this.people = people;
        this.each = each;
        this.messages = messages;
        this.turns = turns;
        this.err = err;
    }

    /**
     * What one server needed in one turn.
     *
     * @param heap KiB for each connection; 0 for who has none
     * @param other KiB for each connection that are not heap
     */
    private record Need(double heap, double other, Results submitted, Results appended) {
        double all() {
            return heap + other;
        }
    }

    /** All figures of both. */
    List<Figure> compared(Path folder, int basePort)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<Need> ours = new ArrayList<>();
        List<Need> peer = new ArrayList<>();
        List<Need> hibernating = new ArrayList<>();
        Stores.Settings many = new Stores.Settings("", MANY, true);
        try (Stores stores = new Stores(folder, people + 1, people + 2, basePort, many, err);
                Clients clients = new Clients()) {
            for (int turn = 1; turn <= turns; turn++) {
                stores.startAnew(stores.ours());
                ours.add(ofOurs(turn, stores, clients));
                stores.startAnew(stores.peer(), many);
                peer.add(ofPeer(turn, "Dovecot", false, stores, clients));
                stores.startAnew(stores.peer(), new Stores.Settings("", HIBERNATING, true));
                hibernating.add(ofPeer(turn, "Dovecot, hibernating", true, stores, clients));
            }
        }
        return figures("-" + people * each, ours, peer, hibernating);
    }

    private Need ofOurs(int turn, Stores stores, Clients clients) throws IOException, InterruptedException {
        Contestant server = stores.ours();
        long process = stores.holder(server);
        try (ServerHeap heap = ServerHeap.of(process)) {
            Need need = measured(stores, clients, server, each, false, () -> {
                double live = heap.live() / 1_024.0;
                return new double[] {live, Resident.kibWithout(process, heap.range())};
            });
            return told(turn, server.name(), each, need);
        }
    }

    private Need ofPeer(int turn, String name, boolean hibernates, Stores stores, Clients clients)
            throws IOException, InterruptedException {
        Contestant server = stores.peer();
        int fitting = (int) Math.max(1, Math.min(each, Resident.kibAvailable() / 2 / PEER_KIB_EACH / people));
        if (fitting < each) {
            err.printf(Locale.ROOT, "%s: memory is short; %d connections%n", name, people * fitting);
        }
        Need need = measured(stores, clients, server, fitting, hibernates, () ->
                new double[] {0, Resident.kibOfTrees(List.of(stores.holder(server)))});
        return told(turn, name, fitting, need);
    }

    /** @param hibernates which is waited for, and no message sent: each would wake some */
    private Need measured(
            Stores stores, Clients clients, Contestant server, int connections, boolean hibernates, Meter meter)
            throws IOException, InterruptedException {
        List<Visitor> all = stores.visitors();
        List<Visitor> watched = all.subList(0, people);
        Visitor sender = all.get(people);
        try (Idlers few = Idlers.open(clients, server, watched, 1)) {
            if (!hibernates) {
                pushed(stores, clients, few, watched, sender, WARMTH * messages, BRISK);
            }
        }
        LockSupport.parkNanos(TO_REST);
        double[] before = meter.read();
        try (Idlers idlers = Idlers.open(clients, server, watched, connections)) {
            LockSupport.parkNanos(hibernates ? TO_HIBERNATE : TO_REST);
            Duration used = server.used();
            LockSupport.parkNanos(TO_REST);
            err.printf(
                    Locale.ROOT,
                    "%s: %.0f ms of processor time a second while %d idle%n",
                    server.name(),
                    server.used().minus(used).toNanos() / (TO_REST / 1e3),
                    idlers.size());
            double[] after = meter.read();
            List<Results> heard = hibernates
                    ? List.of(new Results(), new Results())
                    : pushed(stores, clients, idlers, watched, sender, messages, PER_SECOND);
            return new Need(
                    (after[0] - before[0]) / idlers.size(),
                    (after[1] - before[1]) / idlers.size(),
                    heard.get(0),
                    heard.get(1));
        }
    }

    /** By submission, then by APPEND. */
    private static List<Results> pushed(
            Stores stores,
            Clients clients,
            Idlers idlers,
            List<Visitor> watched,
            Visitor sender,
            int number,
            double perSecond)
            throws IOException, InterruptedException {
        Contestant server = idlers.server();
        Dialogue smtp = clients.smtp(stores.submission(server), sender, stores.isOurs(server));
        Results submitted = idlers.push(number, perSecond, (person, letter) -> {
            String to = watched.get(person).address();
            return Correspondence.sent(
                    smtp, sender.address(), List.of(to), Letter.of(letter, SIZE, sender.address(), to));
        });
        smtp.close();
        List<Dialogue> owners = new ArrayList<>();
        for (Visitor owner : watched.subList(0, Math.min(number, watched.size()))) {
            owners.add(clients.imap(server.port(), owner));
        }
        Results appended = idlers.push(number, perSecond, (person, letter) -> {
            byte[] message = Letter.of(
                    letter, SIZE, sender.address(), watched.get(person).address());
            return owners.get(person)
                    .command("APPEND INBOX {" + message.length + "+}\r\n", message)
                    .thenApply(Clients::done);
        });
        owners.forEach(Dialogue::close);
        return List.of(submitted, appended);
    }

    private Need told(int turn, String name, int connections, Need need) {
        err.printf(
                Locale.ROOT,
                "idle, turn %d, %s: %d connections, %.1f KiB each (heap %.1f, other %.1f)%n",
                turn,
                name,
                people * connections,
                need.all(),
                need.heap(),
                need.other());
        if (need.submitted().succeeded() > 0) {
            told(turn, name, "submission", need.submitted());
            told(turn, name, "APPEND", need.appended());
        }
        return need;
    }

    private void told(int turn, String name, String way, Results heard) {
        err.printf(
                Locale.ROOT,
                "idle, turn %d, %s: told of %s after %.1f ms (median), %.1f ms (p99), %.1f ms (most); %d heard, %d did not%n",
                turn,
                name,
                way,
                heard.milliseconds(0.5),
                heard.milliseconds(LATE),
                heard.milliseconds(1),
                heard.succeeded(),
                heard.failed());
    }

    private List<Figure> figures(String size, List<Need> ours, List<Need> peer, List<Need> hibernating) {
        double all = median(ours, Need::all);
        double submitted = median(ours, need -> late(need.submitted()));
        double appended = median(ours, need -> late(need.appended()));
        return List.of(
                new Figure(BENCH, "connection-heap" + size, "less", "KiB", median(ours, Need::heap), MOST_KIB),
                new Figure(BENCH, "connection-native" + size, "less", "KiB", median(ours, Need::other), MOST_KIB),
                new Figure(BENCH, "connection" + size, "less", "KiB", all, MOST_KIB),
                beside("connection-beside-process" + size, "KiB", all, median(peer, Need::all)),
                beside("connection-beside-hibernated" + size, "KiB", all, median(hibernating, Need::all)),
                new Figure(BENCH, "push-submit-p99" + size, "less", "ms", submitted, MOST_MILLISECONDS),
                new Figure(BENCH, "push-append-p99" + size, "less", "ms", appended, MOST_MILLISECONDS),
                beside("push-submit-p99-beside" + size, "ms", submitted, median(peer, need -> late(need.submitted()))),
                beside("push-append-p99-beside" + size, "ms", appended, median(peer, need -> late(need.appended()))),
                Figure.count(
                        BENCH,
                        "pushes-missed" + size,
                        ours.stream()
                                .mapToLong(need -> need.submitted().failed()
                                        + need.appended().failed())
                                .sum()));
    }

    private static Figure beside(String name, String unit, double ours, double peer) {
        return new Figure(BENCH, name, "wall", "less", unit, ours, peer, 1);
    }

    private static double median(List<Need> needs, ToDoubleFunction<Need> of) {
        return Figure.median(needs.stream().map(of::applyAsDouble).toList());
    }

    /** Never nothing, so that a ratio can be told. */
    private static double late(Results heard) {
        return Math.max(SHORTEST, heard.milliseconds(LATE));
    }
}
