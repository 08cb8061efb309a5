package io.gongmail.server.config;

import java.nio.file.Path;
import java.util.List;

/** {@code [outbound]}: the next hop for mail to other servers. */
public record OutboundConfig(
        String smarthost, int port, Security security, List<Path> anchors, String user, Path passwordFile) {

    /** How the way there is protected. */
    public enum Security {
        /** From the first octet (RFC 8314 §3.3). */
        TLS,
        /** From STARTTLS on, which must be offered (RFC 3207). */
        STARTTLS,
        /** Not at all. */
        NONE
    }

    /** Whether mail to other servers goes nowhere. */
    public boolean isOff() {
        return smarthost.isEmpty();
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
                        "Certificates of the authorities that its certificate may come from; empty: those of the Java"
                                + " installation."),
                outbound.text("user", "", "The name to sign in with there; empty: it asks for none."),
                outbound.path(
                        "password-file",
                        "conf/smarthost.password",
                        "The password to sign in with there, alone in a file; read only where there is a user."));
        if (config.security() == Security.NONE && mode == Mode.PRODUCTION) {
            outbound.problem(
                    "security",
                    "'none' is not protected",
                    "allowed: tls, starttls; none only where [server] mode = demo");
        }
        return config;
    }
}
