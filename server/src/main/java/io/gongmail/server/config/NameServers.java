package io.gongmail.server.config;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who is asked for mail exchangers.
 *
 * @param servers in this order; none for those of the system
 * @param time for one question to one of them
 */
public record NameServers(List<InetSocketAddress> servers, Duration time) {
    private static final int DNS = 53;

    public NameServers {
        servers = List.copyOf(servers);
    }

    static NameServers from(Section outbound) {
        return new NameServers(
                outbound.entries(
                        "dns-servers",
                        "addresses separated by commas, each with :PORT where that is not 53, IPv6 in brackets then; or"
                                + " nothing",
                        NameServers::parse,
                        "The DNS servers that are asked for mail exchangers and their addresses, the next where one does not"
                                + " answer; empty: the system's."),
                outbound.duration(
                        "dns-time",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50),
                        Duration.ofMinutes(1),
                        "How long one of them has for one answer; each is asked twice at most."));
    }

    private static Optional<InetSocketAddress> parse(String text) {
        try {
            HostAndPort parsed = HostAndPort.fromString(text).withDefaultPort(DNS);
            return parsed.getPort() > 0 && InetAddresses.isInetAddress(parsed.getHost())
                    ? Optional.of(new InetSocketAddress(InetAddresses.forString(parsed.getHost()), parsed.getPort()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
