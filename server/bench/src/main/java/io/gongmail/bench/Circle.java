package io.gongmail.bench;

import io.gongmail.bench.Dialogue.Answer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People at a steady pace: one sends a message to another, who idles and sees it come; one fetches a message, one says NOOP. A
 * step is counted from when it was due, so that one that has to wait for the one before has waited. Not thread-safe.
 */
final class Circle implements AutoCloseable {
    private static final int SIZE = 4_096;
    private static final int READ = 100;
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double SENT_PER_SECOND = 10;
    private static final double READ_PER_SECOND = 25;

    private final Clients clients;
    private final Visitor sender;
    private final Visitor recipient;
    private final Dialogue sending;
    private final Dialogue watching;
    private final Dialogue fetching;
    private final Dialogue asking;
    private int letters = 60_000_000;
    private int fetches;
    /** Accepted or about to be, and not seen: on the clients' one thread, as what follows. */
    private final Queue<Sent> unseen = new ArrayDeque<>();

    private long seen;

    /** A message on its way. */
    private record Sent(long due, Waits waits) {}

    /** How long each kind of step took. */
    record Waits(Map<String, Results> all) {
        static final List<String> STEPS = List.of("submit", "visible", "fetch", "noop");

        /** Of one of {@link #STEPS}. */
        Results of(String step) {
            Results results = all.get(step);
            if (results == null) {
                throw new IllegalArgumentException("no step " + step);
            }
            return results;
        }
    }

    /** What goes on beside. */
    @FunctionalInterface
    interface Job {
        void done() throws IOException, InterruptedException;
    }

    /** @param people sender, recipient, and two who read */
    Circle(Clients clients, Contestant server, int submission, List<Visitor> people)
            throws IOException, InterruptedException {
        this.clients = clients;
        this.sender = people.get(0);
        this.recipient = people.get(1);
        this.sending = clients.smtp(submission, sender, true);
        this.watching = clients.imap(server.port(), recipient);
        this.fetching = clients.imap(server.port(), people.get(2));
        this.asking = clients.imap(server.port(), people.get(3));
        this.seen = exists(Clients.ok(watching, "SELECT INBOX").kept());
        Clients.await(watching.idle(line -> heard(exists(List.of(line)))));
        Clients.ok(fetching, "CREATE Circulated");
        for (int i = 0; i < READ; i++) {
            byte[] letter =
                    Letter.of(letters++, SIZE, sender.address(), people.get(2).address());
            Clients.done(Clients.await(fetching.command("APPEND Circulated {" + letter.length + "+}\r\n", letter)));
        }
        Clients.ok(fetching, "SELECT Circulated");
        Clients.ok(asking, "SELECT INBOX");
    }

    /** Goes round while {@code job} is done. */
    Waits meanwhile(Job job) throws IOException, InterruptedException {
        Map<String, Results> all = new LinkedHashMap<>();
        Waits.STEPS.forEach(step -> all.put(step, new Results()));
        Waits waits = new Waits(all);
        List<Pace> paces = List.of(
                clients.pace(SENT_PER_SECOND, due -> sent(due, waits)),
                clients.pace(READ_PER_SECOND, due -> noted(due, waits.of("fetch"), fetched())),
                clients.pace(READ_PER_SECOND, due -> noted(due, waits.of("noop"), asking.command("NOOP"))));
        try {
            job.done();
        } finally {
            paces.forEach(Pace::stop);
        }
        for (Pace pace : paces) {
            Clients.await(pace.ended());
        }
        long ended = System.nanoTime();
        while (Clients.await(clients.call(unseen::size)) > 0) {
            if (System.nanoTime() - ended > PATIENCE) {
                throw new IOException("a message was accepted and not seen");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return waits;
    }

    private CompletableFuture<Answer> fetched() {
        return fetching.command("FETCH " + (fetches++ % READ + 1) + " (FLAGS BODY.PEEK[])");
    }

    /** Who sends does not wait until it is seen. */
    private CompletableFuture<?> sent(long due, Waits waits) {
        unseen.add(new Sent(due, waits));
        byte[] letter = Letter.of(letters++, SIZE, sender.address(), recipient.address());
        return Correspondence.sent(sending, sender.address(), List.of(recipient.address()), letter)
                .thenAccept(answer -> waits.of("submit").succeeded(System.nanoTime() - due));
    }

    /** Messages come in the order in which they were sent. */
    private void heard(long messages) {
        for (; seen < messages; seen++) {
            Sent sent = unseen.poll();
            if (sent != null) {
                sent.waits().of("visible").succeeded(System.nanoTime() - sent.due());
            }
        }
    }

    /** How many messages the last of {@code lines} that tells it tells; 0 when none does. */
    static long exists(List<String> lines) {
        long messages = 0;
        for (String line : lines) {
            Matcher exists = EXISTS.matcher(line);
            messages = exists.matches() ? Long.parseLong(exists.group(1)) : messages;
        }
        return messages;
    }

    private static CompletableFuture<?> noted(long due, Results results, CompletableFuture<Answer> answer) {
        return answer.thenApply(Clients::done).thenAccept(done -> results.succeeded(System.nanoTime() - due));
    }

    @Override
    public void close() {
        List.of(sending, watching, fetching, asking).forEach(Dialogue::close);
    }
}
