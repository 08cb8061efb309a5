package io.gongmail.bench;

import io.gongmail.bench.Dialogue.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People of an audience, signed in by IMAP with nothing selected, who look for a notice some at a time. Not thread-safe. */
final class Members implements AutoCloseable {
    private static final int OPENED_AT_ONCE = 16;
    private static final int LOOKING = 50;
    /** Until the next one looks after one who found nothing, where nothing else is said. */
    private static final long PAUSE_MILLIS = 50;

    /** The same for the first who found nothing; from then on twice as long each time, up to the pause. */
    private static final long FIRST_PAUSE_MILLIS = 20;

    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final Pattern MESSAGES = Pattern.compile("\\(MESSAGES (\\d+)\\)");

    private final List<Dialogue> connections = new ArrayList<>();
    private final String mailbox;
    private final long pauseMillis;

    private Members(String folder, long pauseMillis) {
        this.mailbox = utf7(folder);
        this.pauseMillis = pauseMillis;
    }

    /** Everybody of {@code people}, who will look into {@code folder}. */
    static Members open(Clients clients, int port, List<Visitor> people, String folder)
            throws IOException, InterruptedException {
        return open(clients, port, people, folder, PAUSE_MILLIS);
    }

    /** The same, where the pause after a look that found nothing grows up to that. */
    static Members open(Clients clients, int port, List<Visitor> people, String folder, long pauseMillis)
            throws IOException, InterruptedException {
        Members members = new Members(folder, pauseMillis);
        try {
            for (int from = 0; from < people.size(); from += OPENED_AT_ONCE) {
                List<CompletableFuture<Dialogue>> some =
                        people.subList(from, Math.min(people.size(), from + OPENED_AT_ONCE)).stream()
                                .map(person -> clients.open(port, person))
                                .toList();
                for (CompletableFuture<Dialogue> one : some) {
                    members.connections.add(Clients.await(one));
                }
            }
        } catch (IOException | InterruptedException e) {
            members.close();
            throw e;
        }
        return members;
    }

    /** A name of letters that are all in US-ASCII, or none of them, as IMAP4rev1 has it (RFC 3501 §5.1.3). */
    private static String utf7(String name) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            return name;
        }
        byte[] octets = name.getBytes(StandardCharsets.UTF_16BE);
        return "&" + Base64.getEncoder().withoutPadding().encodeToString(octets).replace('/', ',') + "-";
    }

    /** What one look saw. */
    private enum Sight {
        NOT_YET,
        ONCE,
        /** Twice, or something else in its place. */
        WRONG
    }

    /**
     * What all saw.
     *
     * @param last when the last of those saw it who did, by {@link System#nanoTime}
     * @param without who did not see it, or not exactly once
     */
    record Seen(long last, int without) {}

    /** Everybody looks, and who sees nothing looks again later, until all have seen the notice as message {@code place}. */
    CompletableFuture<Seen> see(int place, String subject, Random random) {
        List<Dialogue> order = new ArrayList<>(connections);
        Collections.shuffle(order, random);
        Look search = new Look(place, subject, order);
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < LOOKING; i++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            search.next(end, Math.min(FIRST_PAUSE_MILLIS, pauseMillis));
        }
        return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> new Seen(search.last.get(), connections.size() - search.found.get()));
    }

    /** One notice, looked for by all. */
    private final class Look {
        private final int place;
        private final String subject;
        private final Queue<Dialogue> waiting;
        private final long begun = System.nanoTime();
        private final AtomicLong last = new AtomicLong(begun);
        private final AtomicInteger found = new AtomicInteger();

        Look(int place, String subject, List<Dialogue> order) {
            this.place = place;
            this.subject = subject;
            this.waiting = new ConcurrentLinkedQueue<>(order);
        }

        /** Completes {@code end} when nobody waits any more. */
        void next(CompletableFuture<Void> end, long pause) {
            Dialogue member = waiting.poll();
            if (member == null) {
                end.complete(null);
                return;
            }
            counted(member).whenComplete((sight, broken) -> {
                if (broken == null && sight == Sight.NOT_YET && System.nanoTime() - begun < PATIENCE) {
                    waiting.add(member);
                    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
                            .execute(() -> next(end, Math.min(2 * pause, pauseMillis)));
                    return;
                }
                if (broken == null && sight == Sight.ONCE) {
                    found.incrementAndGet();
                    last.accumulateAndGet(System.nanoTime(), Math::max);
                }
                next(end, pause);
            });
        }

        private CompletableFuture<Sight> counted(Dialogue member) {
            return member.asked("STATUS \"" + mailbox + "\" (MESSAGES)").thenCompose(answer -> {
                int messages = messages(answer);
                return messages == place
                        ? selected(member)
                        : CompletableFuture.completedFuture(messages < place ? Sight.NOT_YET : Sight.WRONG);
            });
        }

        private CompletableFuture<Sight> selected(Dialogue member) {
            return member.asked("SELECT \"" + mailbox + '"')
                    .thenCompose(selected -> member.asked("FETCH " + place + " (FLAGS ENVELOPE)")
                            .thenCompose(fetched -> member.command("UNSELECT")
                                    .thenApply(unselected -> Circle.exists(selected.kept()) == place && shows(fetched)
                                            ? Sight.ONCE
                                            : Sight.WRONG)));
        }

        private boolean shows(Answer fetched) {
            return fetched.kept().stream()
                            .filter(line -> line.startsWith("* " + place + " FETCH") && line.contains(subject))
                            .count()
                    == 1;
        }
    }

    /** 0 where there is no such folder yet. */
    private static int messages(Answer status) {
        for (String line : status.kept()) {
            Matcher messages = MESSAGES.matcher(line);
            if (messages.find()) {
                return Integer.parseInt(messages.group(1));
            }
        }
        return 0;
    }

    @Override
    public void close() {
        connections.forEach(Dialogue::close);
    }
}
