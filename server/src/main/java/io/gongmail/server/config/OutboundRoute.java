package io.gongmail.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where mail for one domain goes, instead of where the others go.
 *
 * @param domain lower case; {@code *.} before it means every domain below it, not itself
 * @param host where {@code to} is a host, its name or address; empty otherwise
 * @param port of that host
 * @param tls how the way there is protected; of no meaning for the smarthost, which has its own, and for nowhere
 */
public record OutboundRoute(String domain, To to, String host, int port, TlsPolicy tls) {
    static final String ALLOWED =
            "entries DOMAIN=WHERE [TLS] separated by commas; DOMAIN may begin with *. for all below it;"
                    + " WHERE is HOST[:PORT], mx, smarthost or off; TLS is opportunistic (as where nothing is said), required, implicit or"
                    + " none";

    private static final int SMTP = 25;
    private static final Pattern FORM =
            Pattern.compile("(?<domain>(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+)"
                    + "\\s*=\\s*(?<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:(?<port>\\d{1,5}))?"
                    + "(\\s+(?<tls>opportunistic|required|implicit|none))?");
    private static final int LONGEST = 600;

    /** What stands for it. */
    public enum To {
        /** One host. */
        HOST,
        /** The domain's mail exchangers. */
        MX,
        SMARTHOST,
        /** Nowhere. */
        OFF
    }

    static Optional<OutboundRoute> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group("host");
        String port = matcher.group("port");
        String tls = matcher.group("tls");
        To to = switch (host) {
            case "mx" -> To.MX;
            case "smarthost" -> To.SMARTHOST;
            case "off" -> To.OFF;
            default -> To.HOST;
        };
        int number = port == null ? SMTP : Integer.parseInt(port);
        boolean isWhole = to == To.HOST || port == null;
        return isWhole && number > 0 && number <= 65_535
                ? Optional.of(new OutboundRoute(
                        matcher.group("domain"),
                        to,
                        to == To.HOST ? host : "",
                        number,
                        tls == null ? TlsPolicy.OPPORTUNISTIC : TlsPolicy.valueOf(tls.toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }

    /** Whether it is meant for a domain, in lower case. */
    public boolean isFor(String other) {
        return domain.startsWith("*.") ? other.endsWith(domain.substring(1)) : domain.equals(other);
    }
}
