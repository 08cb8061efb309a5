package io.gongmail.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.demo.DemoHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo's system of an agency, which hands in notices for everybody of that agency, and who asks the server how far they are.
 * Notices are told apart by their index. Thread-safe.
 */
final class NoticeSystem {
    private static final String NAME = "relay";
    private static final String AGENCY = "1342000";
    private static final int RELAY = 2;
    private static final Pattern TAKEN = Pattern.compile("250 .*Notice (\\S+) is taken for (\\d+) people");
    private static final Pattern INDEX = Pattern.compile("(?m)^Message-ID: <notice-(\\d{1,9})@bench\\.example>");
    private static final Set<String> UNDERWAY = Set.of("APPROVED", "RELEASING", "RELEASED");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(30);
    private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(1);

    private final Visitor system;
    private final String desk;
    private final int port;
    private final Desk commands;

    NoticeSystem(DemoHome home, int basePort) throws IOException {
        this.system = Visitor.of(home.person(NAME), home.serverAnchor());
        this.desk = "notice" + system.address().substring(system.address().indexOf('@'));
        this.port = basePort + RELAY;
        this.commands = new Desk(home.data());
    }

    /**
     * A notice that was accepted.
     *
     * @param number the server's
     * @param members of its audience
     * @param at when that was heard, by {@link System#nanoTime}
     * @param clock the same by the machine's clock
     */
    record Taken(String number, long members, long at, Instant clock) {
        static Taken of(String reply) {
            Matcher taken = TAKEN.matcher(reply);
            if (!taken.find()) {
                throw new IllegalStateException("a notice was not taken: " + reply);
            }
            return new Taken(taken.group(1), Long.parseLong(taken.group(2)), System.nanoTime(), CLOCK.instant());
        }
    }

    /** Who hands in. */
    String address() {
        return system.address();
    }

    /** To where. */
    String desk() {
        return desk;
    }

    /** Ready for MAIL, by the certificate alone (RFC 4422 appendix A). */
    Dialogue connected(Clients clients) throws IOException, InterruptedException {
        Dialogue smtp = clients.smtp(port, system, false);
        Clients.await(smtp.command("AUTH EXTERNAL =")).want("235");
        return smtp;
    }

    /** Hands the notice of that index in; completes when it was accepted. */
    CompletableFuture<Taken> hand(Dialogue smtp, int index) {
        return Correspondence.sent(smtp, system.address(), List.of(desk), message(index))
                .thenApply(answer -> Taken.of(answer.last()));
    }

    /** The same on a connection of its own, waiting for it. */
    Taken handed(Clients clients, int index) throws IOException, InterruptedException {
        Dialogue smtp = connected(clients);
        try {
            return Clients.await(hand(smtp, index));
        } finally {
            smtp.close();
        }
    }

    static String subject(int index) {
        return "Notice " + index + " to everybody";
    }

    /** Which notice a header is of; empty where it is of none. */
    static OptionalInt indexIn(String header) {
        Matcher index = INDEX.matcher(header);
        return index.find() ? OptionalInt.of(Integer.parseInt(index.group(1))) : OptionalInt.empty();
    }

    /** The whole of the notice of that index. */
    byte[] message(int index) {
        return String.format(
                        Locale.ROOT,
                        "From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\nDate: Tue, 24 Nov 2026 09:00:00 +0900\r\n"
                                + "Message-ID: <notice-%d@bench.example>\r\nX-Gongmail-Audience: agency:%s\r\n"
                                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s",
                        system.address(),
                        desk,
                        subject(index),
                        index,
                        AGENCY,
                        "What everybody is to know, in as many words as it takes.\r\n".repeat(40))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Returns when everybody of its audience has it.
     *
     * @throws IOException when it will not be delivered, or is not with everybody after half an hour
     */
    void awaitMade(String number) throws IOException {
        made(number);
    }

    /**
     * The same; how many seconds after it was accepted everybody had it, as the server tells: a look counts rows, so there is one a
     * second, and the moment is known more exactly than that.
     */
    double secondsUntilMade(Taken taken) throws IOException {
        Instant completed = Instant.parse(made(taken.number()).path("completed").asText());
        return Duration.between(taken.clock(), completed).toNanos() / 1e9;
    }

    private JsonNode made(String number) throws IOException {
        long begun = System.nanoTime();
        JsonNode shown = shown(number);
        // Neither is there as long as it is not handed over.
        while (!shown.path("owed").isInt() || shown.path("owed").asInt() > 0 || !shown.has("completed")) {
            if (System.nanoTime() - begun > PATIENCE) {
                throw new IOException("notice " + number + " is not with everybody yet; owed: " + shown.path("owed"));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
            shown = shown(number);
        }
        return shown;
    }

    /** How many are without it at that moment by {@link System#nanoTime}; returns at once when all have it. */
    long owedAt(Taken taken, long moment) throws IOException {
        long left = taken.members();
        while (left > 0 && System.nanoTime() < moment) {
            LockSupport.parkNanos(Math.max(1, Math.min(BETWEEN_LOOKS, moment - System.nanoTime())));
            JsonNode owed = shown(taken.number()).path("owed");
            left = owed.isInt() ? owed.asLong() : left;
        }
        return left;
    }

    private JsonNode shown(String number) throws IOException {
        JsonNode shown = commands.one("notice", "show", number);
        if (!UNDERWAY.contains(shown.path("state").asText())) {
            throw new IOException("notice " + number + " is " + shown.path("state"));
        }
        return shown;
    }

    /** Returns when everybody has whatever was accepted, heard or not. */
    void awaitAllMade() throws IOException {
        for (JsonNode notice : commands.run("notice", "list", "--limit", "1000")) {
            awaitMade(notice.path("number").asText());
        }
    }
}
