package io.gongmail.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code [imap]}: IMAP over TLS, for people. */
public record ImapConfig(
        String address,
        int port,
        int maxSessions,
        int maxSessionsPerAddress,
        int maxCompressed,
        int lineLength,
        DataSize literalBeforeSignIn,
        DataSize literalLimit,
        Duration idleTimeout,
        Duration timeToSignIn,
        int metadataEntries,
        DataSize metadataValue,
        List<String> withheld) {
    /** Extensions that nothing else here stands on. */
    private static final Set<String> MAY_BE_WITHHELD =
            Set.of("CONDSTORE", "QRESYNC", "IDLE", "MOVE", "ESEARCH", "BINARY", "PREVIEW", "UTF8=ACCEPT");

    static ImapConfig from(Section imap) {
        return new ImapConfig(
                imap.text("address", "0.0.0.0", "The address to listen on."),
                imap.count("port", 993, 0, 65_535, "The port; 0 takes a free one."),
                imap.count("max-sessions", 2_000, 1, 100_000, "Connections at once."),
                imap.count("max-sessions-per-address", 50, 1, 100_000, "Connections at once from one address."),
                imap.count(
                        "max-compressed",
                        500,
                        0,
                        100_000,
                        "Connections compressed at once (RFC 4978), up to 300 KiB of memory each; 0 offers no compression."),
                imap.count("line-length", 65_536, 1_024, 1_048_576, "Octets of a command line."),
                imap.size(
                        "literal-before-sign-in",
                        DataSize.kibibytes(4),
                        new DataSize(128),
                        DataSize.kibibytes(64),
                        "Literals before sign-in, all together."),
                imap.size(
                        "literal-limit",
                        DataSize.mebibytes(64),
                        DataSize.kibibytes(64),
                        DataSize.mebibytes(1_024),
                        "A literal after sign-in: the largest message a client may append."),
                imap.duration(
                        "idle-timeout",
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(30), // RFC 9051 §5.4: not under 30 min
                        Duration.ofHours(24),
                        "A connection that says nothing for so long is ended."),
                imap.duration(
                        "time-to-sign-in",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        "Who has not signed in by then is asked to leave."),
                imap.count(
                        "metadata-entries",
                        50,
                        10, // RFC 5464 §4.1
                        1_000,
                        "Entries noted on a mailbox (RFC 5464): shared ones, and as many of each user's own."),
                imap.size(
                        "metadata-value",
                        DataSize.kibibytes(8),
                        DataSize.kibibytes(1), // RFC 5464 §4.1
                        DataSize.kibibytes(8),
                        "What is noted in one entry, at most."),
                imap.entries(
                        "withheld",
                        "some of " + String.join(", ", new TreeSet<>(MAY_BE_WITHHELD)) + ", separated by commas",
                        name -> Optional.of(name).filter(MAY_BE_WITHHELD::contains),
                        "Extensions that are neither announced nor enabled, for a mail program that goes wrong with them; CONDSTORE"
                                + " takes QRESYNC with it."));
    }
}
