package io.gongmail.server.config;

import java.time.Duration;
import java.util.List;

/**
 * How much is done at once about mail to other servers, how long one try may take, and how often it is tried.
 *
 * @param atOnce deliveries in all
 * @param toOnePlace of those to one destination
 * @param addresses of servers that are tried in one attempt
 * @param connectTime to connect to one
 * @param replyTime for each of its replies; twice that for the last (RFC 5321 §4.5.3.2)
 * @param attemptTime for all of one attempt
 * @param retryAfter waits between attempts; the last goes on for ever
 * @param giveUpAfter from when it came, when its sender is told that it failed
 * @param delayAfter from when it came, when its sender is told that it takes long; zero for never
 */
public record OutboundLimits(
        int atOnce,
        int toOnePlace,
        int addresses,
        Duration connectTime,
        Duration replyTime,
        Duration attemptTime,
        List<Duration> retryAfter,
        Duration giveUpAfter,
        Duration delayAfter) {
    public OutboundLimits {
        retryAfter = List.copyOf(retryAfter);
    }

    static OutboundLimits from(Section outbound) {
        OutboundLimits limits = new OutboundLimits(
                outbound.count("deliveries", 16, 1, 256, "How many mails are handed to other servers at once."),
                outbound.count(
                        "deliveries-per-destination",
                        4,
                        1,
                        64,
                        "How many of them to one destination: a domain's exchangers, a host, the smarthost. Others do not"
                                + " wait for one that is slow or not there."),
                outbound.count(
                        "addresses",
                        6,
                        1,
                        32,
                        "How many addresses of a destination's servers are tried in one attempt."),
                outbound.duration(
                        "connect-time",
                        Duration.ofSeconds(30),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(5),
                        "How long connecting to one of them may take."),
                outbound.duration(
                        "reply-time",
                        Duration.ofMinutes(5),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(10),
                        "How long each of its replies may take, and twice that the one to the end of a message: who waits less"
                                + " than RFC 5321 asks for sends things twice."),
                outbound.duration(
                        "attempt-time",
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(1),
                        Duration.ofHours(2),
                        "How long all of one attempt may take."),
                outbound.durations(
                        "retry-after",
                        List.of(
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(15),
                                Duration.ofHours(1),
                                Duration.ofHours(4)),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1),
                        "The waits between attempts; the last one goes on."),
                outbound.duration(
                        "give-up-after",
                        Duration.ofDays(4),
                        Duration.ofMinutes(1),
                        Duration.ofDays(30),
                        "When, from its coming on, mail that nobody took goes back to its sender."),
                outbound.durationOrNever(
                        "tell-delay-after",
                        Duration.ofHours(4),
                        Duration.ofSeconds(1),
                        Duration.ofDays(30),
                        "When, from its coming on, its sender is told once that it takes long, unless they asked not to be."));
        if (limits.toOnePlace() > limits.atOnce()) {
            outbound.problem(
                    "deliveries-per-destination", "is more than deliveries", "at most " + limits.atOnce() + " here");
        }
        return limits;
    }
}
