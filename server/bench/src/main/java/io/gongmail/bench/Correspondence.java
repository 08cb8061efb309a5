package io.gongmail.bench;

import io.gongmail.bench.Dialogue.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cases of {@code bench store}: mail sent until it is there for who reads by IMAP. */
final class Correspondence {
    private static final Pattern MESSAGES = Pattern.compile("MESSAGES (\\d+)");
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);
    private static final int SIZE = 4_096;

    private final Stores stores;
    private final Clients clients;
    private final List<Visitor> people;
    private final Duel duel;
    private int letters;

    Correspondence(Stores stores, Clients clients, List<Visitor> people, Duel duel) {
        this.stores = stores;
        this.clients = clients;
        this.people = people;
        this.duel = duel;
    }

    /** Each connection sends one message after the other to one recipient; everybody who can sign in gets some. */
    List<Figure> submissions(int connections, int messages, int turns, double target)
            throws IOException, InterruptedException {
        return duel.playSteady(
                "store",
                "submit-4k-" + connections,
                "messages/s",
                target,
                turns,
                (server, number) -> send(server, connections, messages / connections, 1, people));
    }

    /** Messages that go to everybody. */
    List<Figure> toMany(int recipients, int messages, int turns, double target)
            throws IOException, InterruptedException {
        return duel.playSteady(
                "store",
                "one-to-" + recipients,
                "deliveries/s",
                target,
                turns,
                (server, number) -> send(server, 1, messages, recipients, people));
    }

    private Turn send(Contestant server, int connections, int each, int recipients, List<Visitor> readers)
            throws IOException, InterruptedException {
        List<String> addresses = stores.addresses();
        List<Dialogue> reading = new ArrayList<>();
        for (Visitor reader : readers) {
            reading.add(clients.imap(server.port(), reader));
        }
        List<Dialogue> sending = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            sending.add(clients.smtp(stores.submission(server), people.get(i % people.size()), stores.isOurs(server)));
        }
        long there = messages(reading);
        long expected = there + (long) connections * each * (recipients == 1 ? 1 : readers.size());
        int first = letters;
        letters += connections * each;
        Turn turn = Turn.measured(server, () -> {
            Results results = Clients.await(Clients.all(connections, each, client -> step -> {
                int letter = first + client * each + step;
                String from = people.get(client % people.size()).address();
                List<String> to = recipients == 1
                        ? List.of(readers.get(letter % readers.size()).address())
                        : addresses.subList(0, recipients);
                return () -> sent(sending.get(client), from, to, Letter.of(letter, SIZE, from, to.get(0)))
                        .thenApply(answer -> (long) to.size());
            }));
            if (results.failed() > 0) {
                throw new IOException(
                        server.name() + ": " + results.firstFailure().orElse("nothing said"));
            }
            awaitVisible(server, reading, expected);
            return results;
        });
        reading.forEach(Dialogue::close);
        sending.forEach(Dialogue::close);
        return turn;
    }

    /** Hands {@code message} in; completes when it was taken. */
    static CompletableFuture<Answer> sent(Dialogue smtp, String from, List<String> to, byte[] message) {
        CompletableFuture<Answer> said =
                smtp.command("MAIL FROM:<" + from + ">").thenApply(answer -> answer.want("250"));
        for (String recipient : to) {
            said = said.thenCompose(answer -> smtp.command("RCPT TO:<" + recipient + ">"))
                    .thenApply(answer -> answer.want("250"));
        }
        byte[] ended = java.util.Arrays.copyOf(message, message.length + 1);
        ended[message.length] = '.';
        return said.thenCompose(answer -> smtp.command("DATA"))
                .thenApply(answer -> answer.want("354"))
                .thenCompose(answer -> smtp.command("", ended))
                .thenApply(answer -> answer.want("250"));
    }

    /** Everybody's INBOX shows what was sent, and nothing waits. */
    private void awaitVisible(Contestant server, List<Dialogue> reading, long expected)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long there = messages(reading);
        while (there < expected || stores.queued(server) > 0) {
            if (System.nanoTime() - begun > PATIENCE) {
                throw new IOException(server.name() + ": " + there + " messages are there and not " + expected);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
            there = messages(reading);
        }
        if (there != expected) {
            throw new IOException(server.name() + ": " + there + " messages are there and not " + expected);
        }
    }

    private static long messages(List<Dialogue> reading) throws IOException, InterruptedException {
        long messages = 0;
        for (Dialogue reader : reading) {
            String said = String.join(
                    " ", Clients.ok(reader, "STATUS INBOX (MESSAGES)").kept());
            Matcher number = MESSAGES.matcher(said);
            if (!number.find()) {
                throw new IOException("no number of messages in " + said);
            }
            messages += Long.parseLong(number.group(1));
        }
        return messages;
    }
}
