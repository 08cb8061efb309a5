package io.gongmail.server.config;

import java.time.Duration;

/** {@code [submission]} and {@code [relay]}: SMTP submission over TLS (RFC 6409, RFC 8314), for people and for systems. */
public record SubmissionConfig(
        String address,
        int port,
        int maxSessions,
        int maxSessionsPerAddress,
        int lineLength,
        DataSize messageSize,
        int maxRecipients,
        Duration idleTimeout,
        Duration timeToSignIn) {
    static SubmissionConfig forPeople(Section submission) {
        return from(submission, 465);
    }

    /** For agencies' systems. */
    static SubmissionConfig forSystems(Section relay) {
        return from(relay, 466);
    }

    private static SubmissionConfig from(Section submission, int port) {
        return new SubmissionConfig(
                submission.text("address", "0.0.0.0", "The address to listen on."),
                submission.count("port", port, 0, 65_535, "The port; 0 takes a free one."),
                submission.count("max-sessions", 2_000, 1, 100_000, "Connections at once."),
                submission.count("max-sessions-per-address", 50, 1, 100_000, "Connections at once from one address."),
                submission.count(
                        "line-length",
                        12_288,
                        1_000,
                        65_536,
                        "Octets of a command line (RFC 4954 §4 asks for 12,288)."),
                submission.size(
                        "message-size",
                        DataSize.mebibytes(32),
                        DataSize.kibibytes(64),
                        DataSize.mebibytes(1_024),
                        "The largest message taken, announced as SIZE."),
                submission.count(
                        "max-recipients",
                        100,
                        1,
                        10_000,
                        "Recipients of one message (RFC 5321 §4.5.3.1.8: at least 100)."),
                submission.duration(
                        "idle-timeout",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        Duration.ofHours(1),
                        "A connection that says nothing for so long is ended."),
                submission.duration(
                        "time-to-sign-in",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        "Who has not signed in by then is asked to leave."));
    }
}
