package io.gongmail.server.config;

import java.net.URI;
import java.time.Duration;

/**
 * {@code [portal]}: the pages where an account comes to be and is looked after, at two doors: the public one (its address is
 * {@code [server] portal}), and one that asks for the certificate.
 */
public record PortalConfig(
        Doors doors,
        String address,
        int port,
        int certificatePort,
        URI certificateDoor,
        int threads,
        int maxConnections,
        int maxConnectionsPerAddress,
        int requestsPerMinute,
        int attemptsPerMinute,
        int sessions,
        Duration sessionIdle,
        Duration sessionLife,
        DataSize formSize,
        Duration idleTimeout) {
    static PortalConfig from(Section portal, URI publicDoor) {
        PortalConfig config = new PortalConfig(
                portal.choice(
                        "doors",
                        Doors.CLOSED,
                        "Whether the portal is open. Its own address is [server] portal, https."),
                portal.text("address", "0.0.0.0", "The address to listen on."),
                portal.count("port", 443, 0, 65_535, "The port of the public door; 0 takes a free one."),
                portal.count(
                        "certificate-port",
                        444,
                        0,
                        65_535,
                        "The port of the door that asks for a certificate; 0 takes a free one."),
                portal.uri(
                        "certificate-door",
                        "https://mail.example:444/",
                        "Where people reach the door that asks for a certificate; https."),
                portal.count("threads", 32, 4, 1_000, "Threads that answer requests, of both doors."),
                portal.count("max-connections", 2_000, 1, 100_000, "Connections at once, at both doors."),
                portal.count("max-connections-per-address", 100, 1, 100_000, "Connections at once from one address."),
                portal.count(
                        "requests-per-minute",
                        3_000,
                        1,
                        1_000_000,
                        "Requests of one address (IPv6: of one /64); an agency may stand behind one."),
                portal.count(
                        "attempts-per-minute",
                        30,
                        1,
                        1_000_000,
                        "What can be tried by one address of what is secret or costs others something, as secrets of"
                                + " applications and identity verifications."),
                portal.count(
                        "sessions", 20_000, 100, 1_000_000, "Sessions at once; the one unused longest goes first."),
                portal.duration(
                        "session-idle",
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(1),
                        Duration.ofHours(4),
                        "A session that is not used for so long is over."),
                portal.duration(
                        "session-life",
                        Duration.ofHours(8),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        "A session is over after so long in any case."),
                portal.size(
                        "form-size",
                        DataSize.kibibytes(256),
                        DataSize.kibibytes(16),
                        DataSize.mebibytes(16),
                        "The largest form taken, files in it included."),
                portal.duration(
                        "idle-timeout",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        "A connection that says nothing for so long is ended."));
        if (config.isOpen()) {
            if (!isDoor(publicDoor)) {
                portal.problem("doors", "is open, and [server] portal is '" + publicDoor + "'", "allowed: " + DOOR);
            }
            if (!isDoor(config.certificateDoor())) {
                portal.problem("certificate-door", "'" + config.certificateDoor() + "' is no door", "allowed: " + DOOR);
            }
            if (config.certificateDoor().equals(publicDoor)) {
                portal.problem(
                        "certificate-door",
                        "is the public door too",
                        "give it a name or a port of its own: a browser is asked for a certificate when it connects");
            }
        }
        return config;
    }

    private static final String DOOR = "an https address that ends with its host or port and /";

    private static boolean isDoor(URI door) {
        return "https".equals(door.getScheme())
                && door.getHost() != null
                && "/".equals(door.getPath())
                && door.getQuery() == null
                && door.getUserInfo() == null;
    }

    public boolean isOpen() {
        return doors == Doors.OPEN;
    }
}
