package io.gongmail.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cases of {@code bench store}: messages come, change, and go. */
final class Changing {
    private static final int SIZE = 4_096;
    private static final int CONNECTIONS = 8;

    /** Turns of the longest commands before those that count: each runs its code 10,000 times. */
    private static final int WHOLES_BEFORE = 4;

    private final Stores stores;
    private final Clients clients;
    private final List<Visitor> people;
    private final Duel duel;
    private int letters = 50_000_000;

    Changing(Stores stores, Clients clients, List<Visitor> people, Duel duel) {
        this.stores = stores;
        this.clients = clients;
        this.people = people;
        this.duel = duel;
    }

    /** Everybody into a mailbox of their own, each when the one before was acknowledged. */
    List<Figure> appends(int messages, int turns) throws IOException, InterruptedException {
        for (Contestant server : stores.both()) {
            for (Visitor person : people.subList(0, CONNECTIONS)) {
                Dialogue imap = clients.imap(server.port(), person);
                Clients.ok(imap, "CREATE Appended");
                imap.close();
            }
        }
        return duel.playSteady(
                "store", "append-4k", "messages/s", 1, turns, (server, number) -> append(server, messages));
    }

    private Turn append(Contestant server, int messages) throws IOException, InterruptedException {
        List<Dialogue> connections = connections(server, "");
        int first = letters;
        int each = messages / CONNECTIONS;
        letters += messages;
        Turn turn = Turn.of(
                server,
                () -> Clients.all(CONNECTIONS, each, client -> step -> {
                    byte[] letter = Letter.of(
                            first + client * each + step,
                            SIZE,
                            "sender@bench.example",
                            people.get(client).address());
                    return () -> connections
                            .get(client)
                            .command("APPEND Appended {" + letter.length + "+}\r\n", letter)
                            .thenApply(answer -> ok(answer, 1));
                }));
        connections.forEach(Dialogue::close);
        return turn;
    }

    private static long ok(Dialogue.Answer answer, long things) {
        if (!answer.last().contains(" OK")) {
            throw new IllegalStateException(answer.last());
        }
        return things;
    }

    /** One message after the other, everybody in the mailbox that {@link #appends} filled. */
    List<Figure> oneByOne(int changes, int turns) throws IOException, InterruptedException {
        return duel.playSteady(
                "store", "store-one", "messages/s", 1, turns, (server, number) -> store(server, changes, number));
    }

    private Turn store(Contestant server, int changes, int number) throws IOException, InterruptedException {
        List<Dialogue> connections = connections(server, "SELECT Appended");
        String change = number % 2 == 0 ? " +FLAGS (\\Flagged)" : " -FLAGS (\\Flagged)";
        Turn turn = Turn.of(
                server,
                () -> Clients.all(
                        CONNECTIONS,
                        changes / CONNECTIONS,
                        client -> step -> () -> connections
                                .get(client)
                                .command("STORE " + (step + 1) + change)
                                .thenApply(answer -> ok(answer, 1))));
        connections.forEach(Dialogue::close);
        return turn;
    }

    private List<Dialogue> connections(Contestant server, String first) throws IOException, InterruptedException {
        List<Dialogue> connections = new ArrayList<>();
        for (Visitor person : people.subList(0, CONNECTIONS)) {
            Dialogue imap = clients.imap(server.port(), person);
            if (!first.isEmpty()) {
                Clients.ok(imap, first);
            }
            connections.add(imap);
        }
        return connections;
    }

    /** A whole mailbox by one command: flags, a copy, the copy moved, and what was moved expunged. */
    List<Figure> wholes(Visitor owner, String mailbox, int messages, int turns)
            throws IOException, InterruptedException {
        for (Contestant server : stores.both()) {
            Dialogue imap = clients.imap(server.port(), owner);
            Clients.ok(imap, "CREATE Copied");
            Clients.ok(imap, "CREATE Moved");
            imap.close();
            int before = turns == 1 ? 1 : WHOLES_BEFORE;
            for (int turn = 0; turn < before; turn++) {
                for (String[] step : steps(mailbox, turn)) {
                    whole(server, owner, messages, step);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        List<String> names = List.of("store", "copy", "move", "", "expunge");
        // Each step leaves what the next one needs, so all turns of one step cannot be played before the next.
        List<List<Turn>> ours = new ArrayList<>();
        List<List<Turn>> peers = new ArrayList<>();
        names.forEach(name -> {
            ours.add(new ArrayList<>());
            peers.add(new ArrayList<>());
        });
        for (int turn = 1; turn <= turns; turn++) {
            for (Contestant server : stores.both()) {
                List<List<Turn>> into = stores.isOurs(server) ? ours : peers;
                String[][] steps = steps(mailbox, turn);
                for (int i = 0; i < steps.length; i++) {
                    into.get(i).add(whole(server, owner, messages, steps[i]));
                }
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty()) {
                figures.addAll(duel.figures(
                        "store",
                        names.get(i) + "-" + Reading.thousands(messages),
                        "messages/s",
                        1,
                        ours.get(i),
                        peers.get(i)));
            }
        }
        return figures;
    }

    /** Mailbox and command. */
    private static String[][] steps(String mailbox, int turn) {
        String sign = turn % 2 == 0 ? "+" : "-";
        return new String[][] {
            {mailbox, "STORE 1:* " + sign + "FLAGS.SILENT (\\Flagged)"},
            {mailbox, "COPY 1:* Copied"},
            {"Copied", "MOVE 1:* Moved"},
            {"Moved", "STORE 1:* +FLAGS.SILENT (\\Deleted)"},
            {"Moved", "EXPUNGE"}
        };
    }

    private Turn whole(Contestant server, Visitor owner, int messages, String[] step)
            throws IOException, InterruptedException {
        Dialogue imap = clients.imap(server.port(), owner);
        Clients.ok(imap, "SELECT " + step[0]);
        Turn turn = Turn.of(
                        server,
                        () -> Clients.all(
                                1,
                                1,
                                client -> number ->
                                        () -> imap.command(step[1]).thenApply(answer -> ok(answer, messages))))
                .whole();
        imap.close();
        return turn;
    }
}
