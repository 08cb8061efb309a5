package io.gongmail.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long after a message was acknowledged those heard of it who idle in its mailbox. One message of a mailbox at a time. Not
 * thread-safe: all on one event loop, whose clock readings are handed in.
 */
final class Pushes {
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");

    /** A message on its way. */
    private static final class Round {
        private final Map<Integer, Long> heard = new HashMap<>();
        private long acknowledged;
        private boolean isAcknowledged;
    }

    private final int each;
    private final Map<Integer, Round> open = new HashMap<>();
    private final Map<Integer, Map<Integer, Long>> there = new HashMap<>();
    private Results results = new Results();

    /** @param each how many idle in each mailbox */
    Pushes(int each) {
        this.each = each;
    }

    /**
     * A message to {@code mailbox} is about to be sent.
     *
     * @return false, and none may be sent, while not all have heard of the one before
     */
    boolean begin(int mailbox) {
        return open.putIfAbsent(mailbox, new Round()) == null;
    }

    /** The sender has heard OK. */
    void acknowledged(int mailbox, long now) {
        Round round = open.get(mailbox);
        if (round != null) {
            round.acknowledged = now;
            round.isAcknowledged = true;
            closeWhenWhole(mailbox, round);
        }
    }

    /** A line that the server told {@code idler} by itself. */
    void heard(int mailbox, int idler, String line, long now) {
        Matcher exists = EXISTS.matcher(line);
        if (!exists.matches()) {
            return;
        }
        long messages = Long.parseLong(exists.group(1));
        Long before = there.computeIfAbsent(mailbox, key -> new HashMap<>()).put(idler, messages);
        Round round = open.get(mailbox);
        if (round != null && (before == null || messages > before)) {
            round.heard.putIfAbsent(idler, now);
            closeWhenWhole(mailbox, round);
        }
    }

    private void closeWhenWhole(int mailbox, Round round) {
        if (round.isAcknowledged && round.heard.size() == each) {
            // Who hears of it before its sender does has not waited.
            round.heard.values().forEach(at -> results.succeeded(Math.max(0, at - round.acknowledged)));
            open.remove(mailbox);
        }
    }

    /** How many messages have not been heard of by all. */
    int open() {
        return open.size();
    }

    /** Gives up on the message to {@code mailbox}, and counts who has not heard. */
    void miss(int mailbox) {
        Round round = open.remove(mailbox);
        for (int heard = round == null ? each : round.heard.size(); heard < each; heard++) {
            results.failed("nothing heard of a message");
        }
    }

    /**
     * Gives up on those and begins anew.
     *
     * @return what it was until now: one result for each who heard, one failure for each who did not
     */
    Results end() {
        List.copyOf(open.keySet()).forEach(this::miss);
        Results ended = results;
        results = new Results();
        return ended;
    }
}
