package io.gongmail.server.config;

import java.time.Duration;

/** {@code [managesieve]}: where owners put their filters, ManageSieve over TLS. */
public record ManageSieveConfig(
        Doors doors,
        String address,
        int port,
        int maxSessions,
        int maxSessionsPerAddress,
        Duration idleTimeout,
        Duration timeToSignIn) {
    static ManageSieveConfig from(Section managesieve) {
        return new ManageSieveConfig(
                managesieve.choice(
                        "doors",
                        Doors.CLOSED,
                        "Whether owners may put filters (Sieve) here. Those that are there are run on mail in any case."),
                managesieve.text("address", "0.0.0.0", "The address to listen on."),
                managesieve.count(
                        "port", 4190, 0, 65_535, "The port, for TLS at once and for STARTTLS; 0 takes a free one."),
                managesieve.count("max-sessions", 1_000, 1, 100_000, "Connections at once."),
                managesieve.count("max-sessions-per-address", 50, 1, 100_000, "Connections at once from one address."),
                managesieve.duration(
                        "idle-timeout",
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(1),
                        Duration.ofHours(24),
                        "A connection that says nothing for so long is ended."),
                managesieve.duration(
                        "time-to-sign-in",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        "Who has not signed in by then is asked to leave."));
    }

    public boolean isOpen() {
        return doors == Doors.OPEN;
    }
}
