package io.gongmail.server.portal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What every answer tells the browser not to do, whatever the answer is: set where a request comes in. Immutable. */
final class Headers {
    static final String POLICY = "Content-Security-Policy";

    private final Map<String, String> all;

    /**
     * @param script the integrity of the script that every page has
     * @param certificateDoor where forms of the public door may lead to; nowhere else
     */
    Headers(String script, URI publicDoor, URI certificateDoor) {
        all = Map.of(
                POLICY,
                policy(List.of(script), "'self'", "'self' " + origin(publicDoor) + " " + origin(certificateDoor)),
                "Integrity-Policy",
                "blocked-destinations=(script)",
                "Strict-Transport-Security",
                "max-age=63072000",
                "X-Content-Type-Options",
                "nosniff",
                "X-Frame-Options",
                "DENY",
                "Referrer-Policy",
                "same-origin",
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "Cross-Origin-Resource-Policy",
                "same-origin",
                "Permissions-Policy",
                "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
                "Cache-Control",
                "no-store");
    }

    /**
     * Ours alone, nothing inline: what slips into a page is neither run nor drawn nor sent away. A script runs by what is in it,
     * not by where it came from (CSP 3 §8.4).
     *
     * @param scripts their integrity
     * @param connects where scripts may send and fetch
     * @param forms where forms may lead
     */
    static String policy(List<String> scripts, String connects, String forms) {
        String hashes = scripts.stream().map(script -> "'" + script + "'").collect(Collectors.joining(" "));
        return "default-src 'none'; script-src " + hashes + "; style-src 'self'; img-src 'self'; font-src 'self'; "
                + "connect-src " + connects + "; form-action " + forms + "; base-uri 'none'; frame-ancestors 'none'";
    }

    Map<String, String> all() {
        return all;
    }

    static String origin(URI door) {
        return door.getScheme() + "://" + door.getAuthority();
    }
}
