package io.gongmail.bench;

import io.gongmail.bench.Dialogue.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many IMAP connections that idle in the INBOXes of some people, each with as many. Not thread-safe. */
final class Idlers implements AutoCloseable {
    private static final int OPENED_AT_ONCE = 16;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Clients clients;
    private final Contestant server;
    private final List<Visitor> people;
    private final List<Dialogue> connections = new ArrayList<>();
    /** On the clients' one thread. */
    private final Pushes pushes;

    private int letters;

    /** How a message reaches a mailbox. */
    @FunctionalInterface
    interface Way {
        /**
         * @param letter each time another number
         * @return completes when it was acknowledged
         */
        CompletableFuture<Answer> send(int person, int letter);
    }

    private Idlers(Clients clients, Contestant server, List<Visitor> people, int each) {
        this.clients = clients;
        this.server = server;
        this.people = people;
        this.pushes = new Pushes(each);
    }

    /**
     * Opens {@code each} connections for everybody of {@code people}; returns when all idle.
     *
     * @throws IOException when not everybody got in
     */
    static Idlers open(Clients clients, Contestant server, List<Visitor> people, int each)
            throws IOException, InterruptedException {
        Idlers idlers = new Idlers(clients, server, people, each);
        int all = people.size() * each;
        List<CompletableFuture<Dialogue>> opened = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            opened.add(new CompletableFuture<>());
        }
        Results results = Clients.await(Clients.all(OPENED_AT_ONCE, all / OPENED_AT_ONCE + 1, client -> step -> {
            int number = step * OPENED_AT_ONCE + client;
            return () -> number >= all
                    ? CompletableFuture.completedFuture(0L)
                    : idlers.open(number).thenApply(idler -> {
                        opened.get(number).complete(idler);
                        return 1L;
                    });
        }));
        opened.forEach(idler -> idler.thenAccept(idlers.connections::add));
        if (results.failed() > 0) {
            idlers.close();
            throw new IOException(
                    server.name() + ": " + results.firstFailure().orElse("") + " at connection " + results.succeeded());
        }
        return idlers;
    }

    private CompletableFuture<Dialogue> open(int number) {
        int person = number % people.size();
        Visitor who = people.get(person);
        return clients.open(server.port(), who)
                .thenCompose(imap -> imap.command("SELECT INBOX")
                        .thenApply(Clients::done)
                        .thenCompose(selected -> imap.idle(
                                line -> pushes.heard(person, number / people.size(), line, System.nanoTime())))
                        .thenApply(idling -> imap));
    }

    Contestant server() {
        return server;
    }

    int size() {
        return connections.size();
    }

    /**
     * Sends messages at a steady pace, to one person after the other, and waits until all who idle there have heard.
     *
     * @return one result for each who heard
     */
    Results push(int messages, double perSecond, Way way) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            long due = begun + (long) (i / perSecond * 1e9);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int person = i % people.size();
            int letter = letters++;
            awaitTurn(person);
            Clients.await(Clients.await(clients.call(() ->
                    way.send(person, letter).thenAccept(answer -> pushes.acknowledged(person, System.nanoTime())))));
        }
        long ended = System.nanoTime();
        while (Clients.await(clients.call(pushes::open)) > 0 && System.nanoTime() - ended < PATIENCE) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return Clients.await(clients.call(pushes::end));
    }

    private void awaitTurn(int person) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!Clients.await(clients.call(() -> pushes.begin(person)))) {
            if (System.nanoTime() - begun > PATIENCE) {
                Clients.await(clients.run(() -> pushes.miss(person)));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    @Override
    public void close() {
        connections.forEach(Dialogue::close);
    }
}
