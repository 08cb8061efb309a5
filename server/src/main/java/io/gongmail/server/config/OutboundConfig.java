package io.gongmail.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code [outbound]}: where mail to other servers goes.
 *
 * @param anchors of the certificates of next hops that must show one
 * @param usual where mail goes for which there is no route
 * @param exchangerTls how the way to the exchangers of a domain without route is protected
 * @param exchangerPort theirs
 */
public record OutboundConfig(
        String smarthost,
        int port,
        Security security,
        List<Path> anchors,
        String user,
        Path passwordFile,
        Usual usual,
        List<OutboundRoute> routes,
        TlsPolicy exchangerTls,
        int exchangerPort,
        NameServers nameServers,
        OutboundLimits limits) {
    private static final int SMTP = 25;

    /** How the way to the smarthost is protected. */
    public enum Security {
        /** From the first octet (RFC 8314 §3.3). */
        TLS,
        /** From STARTTLS on, which must be offered (RFC 3207). */
        STARTTLS,
        /** Not at all. */
        NONE
    }

    /** Where mail goes for which nothing else is said. */
    public enum Usual {
        SMARTHOST,
        /** To the mail exchangers of its domain. */
        MX,
        OFF
    }

    /** Allowed for the exchangers of domains without route. */
    public enum ExchangerTls {
        OPPORTUNISTIC,
        REQUIRED
    }

    public OutboundConfig {
        anchors = List.copyOf(anchors);
        routes = List.copyOf(routes);
    }

    /** A smarthost for all, and all else as where nothing is said. */
    public OutboundConfig(
            String smarthost, int port, Security security, List<Path> anchors, String user, Path passwordFile) {
        this(
                smarthost,
                port,
                security,
                anchors,
                user,
                passwordFile,
                Usual.SMARTHOST,
                List.of(),
                TlsPolicy.OPPORTUNISTIC,
                SMTP,
                new NameServers(List.of(), Duration.ofSeconds(5)),
                new OutboundLimits(
                        16,
                        4,
                        6,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        List.of(Duration.ofMinutes(5)),
                        Duration.ofDays(4),
                        Duration.ofHours(4)));
    }

    /** Whether there is a smarthost. */
    public boolean hasSmarthost() {
        return !smarthost.isEmpty();
    }

    /** Whether mail to other servers goes nowhere. */
    public boolean isOff() {
        return (usual == Usual.OFF || usual == Usual.SMARTHOST && !hasSmarthost())
                && routes.stream().allMatch(route -> route.to() == OutboundRoute.To.OFF);
    }

    static OutboundConfig from(Section outbound, Mode mode) {
        OutboundConfig config = new OutboundConfig(
                outbound.text(
                        "smarthost",
                        "",
                        "The name of the server that takes mail to other servers, as news of an application to the"
                                + " applicant's other address; empty: there is none, and such mail waits."),
                outbound.count("port", 587, 1, 65_535, "Its port."),
                outbound.choice(
                        "security",
                        Security.STARTTLS,
                        "How the way there is protected: tls from the first octet, starttls after that command, none in"
                                + " demo mode only. Its certificate must bear its name."),
                outbound.paths(
                        "anchors",
                        "",
                        "Certificates of the authorities that its certificate, and that of each server whose TLS is required or"
                                + " implicit, may come from; empty: those of the Java installation."),
                outbound.text("user", "", "The name to sign in with there; empty: it asks for none."),
                outbound.path(
                        "password-file",
                        "conf/smarthost.password",
                        "The password to sign in with there, alone in a file; read only where there is a user."),
                outbound.choice(
                        "default",
                        Usual.SMARTHOST,
                        "Where mail to other servers goes that has no route: smarthost to the one above (nowhere while there is"
                                + " none), mx to the mail exchangers that DNS names for its domain, off nowhere."),
                outbound.entries(
                        "routes",
                        OutboundRoute.ALLOWED,
                        OutboundRoute::parse,
                        "Where mail for single domains goes instead, as in partner.example=mx required,"
                                + " *.lab.example=relay.lab.example:2525, old.example=off; the first that fits counts. Required and"
                                + " implicit ask for a certificate of the server's name and never send in clear; with mx that is the"
                                + " name that DNS tells, so name the host where DNS is not to be believed. None is for demo mode."),
                TlsPolicy.valueOf(outbound.choice(
                                "exchanger-tls",
                                ExchangerTls.OPPORTUNISTIC,
                                "How the way to the mail exchangers of other domains is protected: opportunistic by STARTTLS"
                                        + " where it is offered, whosever certificate it is, and in clear elsewhere; required by"
                                        + " STARTTLS with a certificate of its name, or not at all.")
                        .name()),
                outbound.count(
                        "exchanger-port",
                        SMTP,
                        1,
                        65_535,
                        "The port of mail exchangers; another than 25 is for trials."),
                NameServers.from(outbound),
                OutboundLimits.from(outbound));
        check(config, outbound, mode);
        return config;
    }

    private static void check(OutboundConfig config, Section outbound, Mode mode) {
        if (config.security() == Security.NONE && mode == Mode.PRODUCTION) {
            outbound.problem(
                    "security",
                    "'none' is not protected",
                    "allowed: tls, starttls; none only where [server] mode = demo");
        }
        Set<String> named = new HashSet<>();
        for (OutboundRoute route : config.routes()) {
            if (!named.add(route.domain())) {
                outbound.problem("routes", "names " + route.domain() + " twice", "write it once");
            }
            if (route.to() == OutboundRoute.To.SMARTHOST && !config.hasSmarthost()) {
                outbound.problem("routes", "sends " + route.domain() + " to the smarthost", "name one with smarthost");
            }
            if (route.to() == OutboundRoute.To.HOST && route.tls() == TlsPolicy.NONE && mode == Mode.PRODUCTION) {
                outbound.problem(
                        "routes",
                        "sends " + route.domain() + " with 'none', which is not protected",
                        "allowed: opportunistic, required, implicit; none only where [server] mode = demo");
            }
            if (route.to() == OutboundRoute.To.MX
                    && (route.tls() == TlsPolicy.NONE || route.tls() == TlsPolicy.IMPLICIT)) {
                outbound.problem(
                        "routes",
                        "sends " + route.domain() + " to mail exchangers that speak no TLS from the first octet",
                        "allowed with mx: opportunistic, required");
            }
        }
    }
}
