package io.gongmail.server.portal;

import io.gongmail.server.config.PortalConfig;

/** A portal's settings with one of them changed. */
final class Settings {
    private Settings() {}

    static PortalConfig requestsPerMinute(PortalConfig from, int requests) {
        return changed(from, from.maxConnectionsPerAddress(), requests, from.attemptsPerMinute());
    }

    static PortalConfig attemptsPerMinute(PortalConfig from, int attempts) {
        return changed(from, from.maxConnectionsPerAddress(), from.requestsPerMinute(), attempts);
    }

    static PortalConfig connectionsPerAddress(PortalConfig from, int most) {
        return changed(from, most, from.requestsPerMinute(), from.attemptsPerMinute());
    }

    private static PortalConfig changed(PortalConfig from, int connections, int requests, int attempts) {
        return new PortalConfig(
                from.doors(),
                from.address(),
                from.port(),
                from.certificatePort(),
                from.certificateDoor(),
                from.threads(),
                from.maxConnections(),
                connections,
                requests,
                attempts,
                from.sessions(),
                from.sessionIdle(),
                from.sessionLife(),
                from.formSize(),
                from.idleTimeout());
    }
}
