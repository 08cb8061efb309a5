package io.gongmail.server.portal;

import java.net.URI;
import java.util.Map;

/** What every answer tells the browser not to do, whatever the answer is: set where a request comes in. Immutable. */
final class Headers {
    private final Map<String, String> all;

    /** @param certificateDoor where forms of the public door may lead to; nowhere else */
    Headers(URI publicDoor, URI certificateDoor) {
        // Ours alone, nothing inline: what slips into a page is neither run nor drawn nor sent away.
        String policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
                + "connect-src 'self'; form-action 'self' " + origin(publicDoor) + " " + origin(certificateDoor)
                + "; base-uri 'none'; frame-ancestors 'none'";
        all = Map.of(
                "Content-Security-Policy", policy,
                "Strict-Transport-Security", "max-age=63072000",
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY",
                "Referrer-Policy", "same-origin",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
                "Cache-Control", "no-store");
    }

    Map<String, String> all() {
        return all;
    }

    static String origin(URI door) {
        return door.getScheme() + "://" + door.getAuthority();
    }
}
