package io.gongmail.bench;

import io.gongmail.bench.BroadcastTurn.Bout;
import io.gongmail.bench.NoticeSystem.Taken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The case of {@code bench notice} with a peer: one message to everybody of an agency. At ours it is a notice of the agency's system to
 * the whole agency; at the peer one address that an alias expands, delivered by LMTP to Dovecot. Both have the same people, keys and
 * messages; some of them look, of whom nobody can tell when their turn comes. Not thread-safe.
 */
final class Broadcast implements AutoCloseable {
    private static final String BENCH = "notice";
    private static final String SETTINGS = "[notice]\napproval = none\npace = 10000\nquota = 100000\n";
    /** As a server of ours has it that was told nothing else. */
    private static final String FOLDER = "공지";

    /** As Postfix has it that was told nothing else (default_destination_recipient_limit). */
    private static final int USUAL_TOGETHER = 50;
    /** So seldom do those look again who saw nothing that their looks cost little beside the deliveries. */
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    /** Messages to all, and looks of everybody who looks at each, before turns count: a server's usual state is to have had many. */
    private static final int MESSAGES_BEFORE = 60;

    private static final int LOOKS_BEFORE = 10;

    private static final long BETWEEN_COUNTS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long TO_REST = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final Path folder;
    private final int recipients;
    private final Random random;
    private final PrintWriter err;
    private final Stores stores;
    private final Clients clients = new Clients();
    private final NoticeSystem system;
    private final List<Visitor> people;
    private final Members own;
    private final Members peers;
    private int sentToOurs;
    private int sentToPeer;

    /**
     * Starts both servers.
     *
     * @param recipients who get it
     * @param looking of these
     */
    Broadcast(Path folder, int recipients, int looking, int basePort, Random random, PrintWriter err)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        this.recipients = recipients;
        this.random = random;
        this.err = err;
        this.stores =
                new Stores(folder, looking, recipients, basePort, new Stores.Settings("", "", false, SETTINGS), err);
        try {
            this.system = new NoticeSystem(stores.home(), basePort);
            this.people = stores.visitors();
            Files.writeString(folder.resolve("alias"), Alias.table(system.desk(), stores.addresses(), random));
            this.own = Members.open(clients, stores.ours().port(), people, FOLDER, BETWEEN_LOOKS_MILLIS);
            this.peers = Members.open(clients, stores.peer().port(), people, "INBOX", BETWEEN_LOOKS_MILLIS);
        } catch (IOException | RuntimeException | InterruptedException e) {
            clients.close();
            stores.close();
            throw e;
        }
    }

    /** Both in turns, after turns that do not count, with the peer set in either way; then who has what. */
    List<Figure> played(int turns) throws IOException, InterruptedException {
        List<Bout> bouts = new ArrayList<>();
        for (int together : together(recipients, Runtime.getRuntime().availableProcessors())) {
            String setting = Alias.settings(folder.resolve("alias").toString(), recipients, together);
            stores.startPostfixAnew(setting);
            setting.lines().forEach(line -> err.println("peer: " + line));
            bouts.add(bout("to-" + recipients + ", " + together + " recipients a delivery", turns));
        }
        List<Figure> figures = new ArrayList<>(BroadcastTurn.figures("to-" + recipients, bouts));
        NoticeTally ofPeer = tally(sentToPeer);
        MessageIds.tell(stores.dovecotOfPeer().messageIds(stores.addresses()), stores.addresses(), sentToPeer, ofPeer);
        if (ofPeer.missed() + ofPeer.doubled() > 0) {
            throw new IOException(
                    "the peer has " + ofPeer.missed() + " too few, and " + ofPeer.doubled() + " too many");
        }
        stores.closeOurs();
        try (NoticeSweep sweep = new NoticeSweep(stores.home())) {
            NoticeTally ofOurs = sweep.tally(stores.addresses(), FOLDER, heard(sentToOurs));
            figures.add(Figure.count(BENCH, "to-" + recipients + "-missed", ofOurs.missed()));
            figures.add(Figure.count(BENCH, "to-" + recipients + "-doubled", ofOurs.doubled()));
        }
        return figures;
    }

    /** The usual number, and so many that each processor has one delivery. */
    static List<Integer> together(int recipients, int processors) {
        int even = (recipients + processors - 1) / processors;
        return even == USUAL_TOGETHER ? List.of(even) : List.of(USUAL_TOGETHER, even);
    }

    private static boolean[] heard(int notices) {
        boolean[] heard = new boolean[notices];
        Arrays.fill(heard, true);
        return heard;
    }

    private static NoticeTally tally(int notices) {
        return new NoticeTally(heard(notices));
    }

    private Bout bout(String name, int turns) throws IOException, InterruptedException {
        if (turns > 1) {
            while (sentToOurs < MESSAGES_BEFORE) {
                ours();
                look(own, sentToOurs);
                peers();
                look(peers, sentToPeer);
            }
            Duel duel = new Duel(stores::ours, stores::peer, err);
            duel.warm(name, stores.ours(), (server, number) -> asTurn(ours()));
            duel.warm(name, stores.peer(), (server, number) -> asTurn(peers()));
        }
        List<BroadcastTurn> first = new ArrayList<>();
        List<BroadcastTurn> second = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            if (turn % 2 == 1) {
                first.add(told(name, turn, stores.ours(), ours()));
                second.add(told(name, turn, stores.peer(), peers()));
            } else {
                second.add(told(name, turn, stores.peer(), peers()));
                first.add(told(name, turn, stores.ours(), ours()));
            }
        }
        return new Bout(name, first, second);
    }

    private void look(Members who, int sent) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS_BEFORE; look++) {
            Members.Seen seen = Clients.await(who.see(sent, NoticeSystem.subject(sent - 1), random));
            if (seen.without() > 0) {
                throw new IOException(seen.without() + " who look again do not see it once");
            }
        }
    }

    private Turn asTurn(BroadcastTurn turn) {
        Results results = new Results();
        results.succeeded(turn.all().toNanos(), turn.recipients());
        return new Turn(results, turn.all(), turn.processorRest(), Duration.ZERO);
    }

    /** What a server said to the message. */
    private record Heard(String reply, long ended, long at) {}

    private Heard handed(Dialogue smtp, int index) throws IOException, InterruptedException {
        byte[] message = system.message(index);
        byte[] ended = Arrays.copyOf(message, message.length + 1);
        ended[message.length] = '.';
        Clients.await(smtp.command("MAIL FROM:<" + system.address() + ">")).want("250");
        Clients.await(smtp.command("RCPT TO:<" + system.desk() + ">")).want("250");
        Clients.await(smtp.command("DATA")).want("354");
        long begun = System.nanoTime();
        String reply = Clients.await(smtp.command("", ended)).want("250").last();
        return new Heard(reply, begun, System.nanoTime());
    }

    private BroadcastTurn ours() throws IOException, InterruptedException {
        Contestant server = stores.ours();
        Dialogue smtp = system.connected(clients);
        Duration before = server.used();
        int index = sentToOurs++;
        Heard heard = handed(smtp, index);
        Taken taken = Taken.of(heard.reply());
        if (taken.members() < recipients) { // some of the demo have accounts and no name like the others
            throw new IOException("a notice is for " + taken.members() + " people and not " + recipients);
        }
        Members.Seen seen = Clients.await(own.see(index + 1, NoticeSystem.subject(index), random));
        Duration usedSeen = server.used().minus(before);
        Duration made = Duration.ofNanos((long) (system.secondsUntilMade(taken) * TimeUnit.SECONDS.toNanos(1)));
        Duration usedMade = server.used().minus(before);
        smtp.close();
        return turn(server, taken.members(), before, heard, seen, made, usedSeen, usedMade);
    }

    private BroadcastTurn peers() throws IOException, InterruptedException {
        Contestant server = stores.peer();
        Dialogue smtp = clients.smtp(stores.submission(server), people.get(0), false);
        Duration before = server.used();
        int index = sentToPeer++;
        Heard heard = handed(smtp, index);
        CompletableFuture<Members.Seen> looks = peers.see(index + 1, NoticeSystem.subject(index), random);
        while (stores.queued(server) > 0) {
            if (System.nanoTime() - heard.at() > PATIENCE) {
                throw new IOException(server.name() + " has not delivered all");
            }
            LockSupport.parkNanos(BETWEEN_COUNTS);
        }
        Duration delivered = Duration.ofNanos(System.nanoTime() - heard.at());
        Members.Seen seen = Clients.await(looks);
        Duration used = server.used().minus(before);
        smtp.close();
        return turn(server, recipients, before, heard, seen, delivered, used, used);
    }

    private BroadcastTurn turn(
            Contestant server,
            long members,
            Duration before,
            Heard heard,
            Members.Seen seen,
            Duration made,
            Duration usedSeen,
            Duration usedAll)
            throws IOException {
        if (seen.without() > 0) {
            throw new IOException(server.name() + ": " + seen.without() + " who look did not see it once");
        }
        LockSupport.parkNanos(TO_REST);
        Duration until = Duration.ofNanos(seen.last() - heard.at());
        return new BroadcastTurn(
                (int) members,
                Duration.ofNanos(heard.at() - heard.ended()),
                until,
                until.compareTo(made) > 0 ? until : made,
                usedSeen,
                usedAll,
                server.used().minus(before));
    }

    private BroadcastTurn told(String name, int number, Contestant server, BroadcastTurn turn) {
        err.printf(
                Locale.ROOT,
                "%s, turn %d, %s: accepted in %d ms; seen after %d ms, %d ms of its processor time; with all after %d ms,"
                        + " %d ms of it, %d ms until it is at rest%n",
                name,
                number,
                server.name(),
                turn.accepting().toMillis(),
                turn.seen().toMillis(),
                turn.processorSeen().toMillis(),
                turn.all().toMillis(),
                turn.processorAll().toMillis(),
                turn.processorRest().toMillis());
        return turn;
    }

    @Override
    public void close() {
        own.close();
        peers.close();
        clients.close();
        stores.close();
    }
}
