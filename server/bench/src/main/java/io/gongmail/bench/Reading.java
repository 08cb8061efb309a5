package io.gongmail.bench;

import io.gongmail.bench.Dialogue.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cases of {@code bench store}: mailboxes that are there are listed and read. */
final class Reading {
    private static final String LIST = "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)";
    private static final int FILLING = 8;
    private static final Pattern HIGHEST = Pattern.compile("HIGHESTMODSEQ (\\d+)");
    private static final Pattern VALIDITY = Pattern.compile("UIDVALIDITY (\\d+)");
    /** Lists in one warm turn: about as long as a cold one. */
    private static final int WARM = 3;
    /** A server runs for weeks: what it costs once its code is compiled is what it costs. */
    private static final int LISTS_BEFORE = 2;
    /** In one turn: processor time is told in hundredths of a second, and the peer needs some milliseconds for one. */
    private static final int RESYNCHRONISATIONS = 200;

    private final Stores stores;
    private final Clients clients;
    private final Duel duel;
    /** How often each server's messages were changed. */
    private final Map<String, Integer> changed = new HashMap<>();

    Reading(Stores stores, Clients clients, Duel duel) {
        this.stores = stores;
        this.clients = clients;
        this.duel = duel;
    }

    /** Makes a mailbox with letters in it, at both. */
    void fill(Visitor owner, String mailbox, int messages, int size) throws IOException, InterruptedException {
        fill(stores.both(), owner, mailbox, messages, size);
    }

    /** The same at some. */
    void fill(List<Contestant> servers, Visitor owner, String mailbox, int messages, int size)
            throws IOException, InterruptedException {
        for (Contestant server : servers) {
            List<Dialogue> filling = new ArrayList<>();
            for (int i = 0; i < FILLING; i++) {
                filling.add(clients.imap(server.port(), owner));
            }
            Clients.ok(filling.get(0), "CREATE " + mailbox);
            Results results = Clients.await(Clients.all(FILLING, messages / FILLING, client -> step -> {
                byte[] letter =
                        Letter.of(client * (messages / FILLING) + step, size, "sender@bench.example", owner.address());
                return () -> filling.get(client)
                        .command("APPEND " + mailbox + " {" + letter.length + "+}\r\n", letter)
                        .thenApply(answer -> done(answer, 1));
            }));
            filling.forEach(Dialogue::close);
            if (results.failed() > 0) {
                throw new IOException("cannot fill " + mailbox + " of " + server.name() + ": "
                        + results.firstFailure().orElse(""));
            }
        }
    }

    private static long done(Answer answer, long things) {
        if (!answer.last().contains(" OK")) {
            throw new IllegalStateException(answer.last());
        }
        return things;
    }

    /**
     * What a mail program asks for that is set up anew: a mailbox that nobody listed before, of a server that was started
     * anew and has listed only others since.
     */
    List<Figure> coldLists(Visitor owner, String mailbox, int messages, Visitor other, List<String> listed, int turns)
            throws IOException, InterruptedException {
        return duel.play("store", "list-" + thousands(messages) + "-cold", "rows/s", 1, turns, (server, number) -> {
            stores.forget(server, owner, mailbox);
            stores.startAnew(server);
            Contestant anew = stores.isOurs(server) ? stores.ours() : stores.peer();
            Dialogue first = clients.imap(anew.port(), other);
            for (String each : listed) {
                // The first time out of the store, then out of what is kept of lists; to compile both.
                Clients.ok(first, "SELECT " + each);
                for (int i = 0; i < LISTS_BEFORE; i++) {
                    Clients.await(first.command(LIST)).want("a");
                }
            }
            first.close();
            Dialogue imap = selected(anew, owner, mailbox);
            Turn turn = list(anew, imap, messages, 1);
            imap.close();
            return turn;
        });
    }

    /** The same again and again. */
    List<Figure> warmLists(Visitor owner, String mailbox, int messages, int turns)
            throws IOException, InterruptedException {
        return duel.playSteady(
                "store", "list-" + thousands(messages) + "-warm", "rows/s", 2, turns, (server, number) -> {
                    Dialogue imap = selected(server, owner, mailbox);
                    Turn turn = list(server, imap, messages, WARM);
                    imap.close();
                    return turn;
                });
    }

    private static Turn list(Contestant server, Dialogue imap, int messages, int times)
            throws IOException, InterruptedException {
        return Turn.of(
                server,
                () -> Clients.all(
                        1,
                        times,
                        client -> step -> () -> imap.command(LIST).thenApply(answer -> rows(answer, messages))));
    }

    private static long rows(Answer answer, int expected) {
        done(answer, 0);
        if (answer.untagged() < expected) {
            throw new IllegalStateException(answer.untagged() + " rows and not " + expected);
        }
        return expected;
    }

    private Dialogue selected(Contestant server, Visitor owner, String mailbox)
            throws IOException, InterruptedException {
        Dialogue imap = clients.imap(server.port(), owner);
        Clients.ok(imap, "SELECT " + mailbox);
        return imap;
    }

    /** Whole messages, so many with each command. */
    List<Figure> bodies(String name, Visitor owner, String mailbox, int messages, int batch, int times, int turns)
            throws IOException, InterruptedException {
        return duel.playSteady(
                "store",
                "fetch-" + name,
                "messages/s",
                1,
                turns,
                (server, number) -> read(server, owner, mailbox, messages, batch, times));
    }

    private Turn read(Contestant server, Visitor owner, String mailbox, int messages, int batch, int times)
            throws IOException, InterruptedException {
        Dialogue imap = selected(server, owner, mailbox);
        int commands = messages / batch;
        Turn turn = Turn.of(
                server,
                () -> Clients.all(1, times * commands, client -> step -> {
                    int first = step % commands * batch + 1;
                    return () -> imap.command("FETCH " + first + ":" + (first + batch - 1) + " (UID BODY.PEEK[])")
                            .thenApply(answer -> rows(answer, batch));
                }));
        imap.close();
        return turn;
    }

    /** RFC 7162: what changed since a mod-sequence, of many messages few. */
    List<Figure> resynchronisation(Visitor owner, String mailbox, int messages, int changes, int turns)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>(duel.playSteady(
                "store",
                "condstore-" + changes + "-of-" + thousands(messages),
                "times/s",
                1,
                turns,
                (server, number) -> {
                    String before = changed(server, owner, mailbox, messages, changes);
                    Dialogue imap = selected(server, owner, mailbox);
                    Turn turn = Turn.of(
                            server,
                            () -> Clients.all(
                                    1,
                                    RESYNCHRONISATIONS,
                                    client -> step ->
                                            () -> imap.command("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + before + ")")
                                                    .thenApply(answer -> rows(answer, changes))
                                                    .thenApply(rows -> 1L)));
                    imap.close();
                    return turn;
                }));
        figures.addAll(duel.playSteady(
                "store", "qresync-" + changes + "-of-" + thousands(messages), "times/s", 1, turns, (server, number) -> {
                    String before = changed(server, owner, mailbox, messages, changes);
                    Dialogue imap = clients.imap(server.port(), owner);
                    Clients.ok(imap, "ENABLE QRESYNC");
                    String validity = told(VALIDITY, Clients.ok(imap, "SELECT " + mailbox));
                    Turn turn = Turn.of(
                            server,
                            () -> Clients.all(
                                    1,
                                    RESYNCHRONISATIONS,
                                    client -> step -> () -> imap.command("UNSELECT")
                                            .thenCompose(answer -> imap.command("SELECT " + mailbox + " (QRESYNC ("
                                                    + validity + " " + before + "))"))
                                            .thenApply(answer -> rows(answer, changes))
                                            .thenApply(rows -> 1L)));
                    imap.close();
                    return turn;
                }));
        return figures;
    }

    /** Changes a few messages here and there; each to what it is not. */
    private String changed(Contestant server, Visitor owner, String mailbox, int messages, int changes)
            throws IOException, InterruptedException {
        int number = changed.merge(server.name(), 1, Integer::sum) - 1;
        Dialogue imap = clients.imap(server.port(), owner);
        // Dovecot counts changes only once somebody has asked (RFC 7162 §3.1.8).
        String before = told(HIGHEST, Clients.ok(imap, "SELECT " + mailbox + " (CONDSTORE)"));
        for (int i = 0; i < changes; i++) {
            Clients.ok(
                    imap,
                    "STORE " + (1 + (i * (messages / changes) + number / 2) % messages) + " " + "+-".charAt(number % 2)
                            + "FLAGS.SILENT (\\Answered)");
        }
        imap.close();
        return before;
    }

    private static String told(Pattern what, Answer answer) throws IOException {
        Matcher told = what.matcher(String.join("\n", answer.kept()) + answer.last());
        if (!told.find()) {
            throw new IOException("not told: " + what);
        }
        return told.group(1);
    }

    static String thousands(int number) {
        return number % 1_000 == 0 ? number / 1_000 + "k" : String.format(Locale.ROOT, "%d", number);
    }

    /** Asks for {@code command} on many connections at once. */
    static CompletableFuture<Results> atOnce(List<Dialogue> connections, String command) {
        return Clients.all(
                connections.size(),
                1,
                client -> step -> () -> connections.get(client).command(command).thenApply(answer -> done(answer, 1)));
    }
}
