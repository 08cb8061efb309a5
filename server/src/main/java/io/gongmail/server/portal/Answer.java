package io.gongmail.server.portal;

import java.net.URI;
import java.util.Map;

/** What a route answers. */
sealed interface Answer {
    /**
     * A page.
     *
     * @param template under {@code src/main/jte}, without its ending; it takes {@code page} and {@code view}
     * @param view what it shows
     * @param headers in place of what every answer has
     */
    record Shown(int status, String template, Object view, Map<String, String> headers) implements Answer {
        public Shown {
            headers = Map.copyOf(headers);
        }

        Shown(int status, String template, Object view) {
            this(status, template, view, Map.of());
        }
    }

    /** Another page, to be asked for by GET: a path of this door, or an address that the configuration knows. */
    record SeeOther(URI to) implements Answer {}

    /** A file. Its octets are not to be changed. */
    final class Octets implements Answer {
        private final String type;
        private final byte[] octets;
        private final Map<String, String> headers;

        Octets(String type, byte[] octets, Map<String, String> headers) {
            this.type = type;
            this.octets = octets;
            this.headers = Map.copyOf(headers);
        }

        String type() {
            return type;
        }

        byte[] octets() {
            return octets;
        }

        Map<String, String> headers() {
            return headers;
        }
    }

    /** The page that tells what is wrong, by its code's words. */
    record Refused(int status, String code, Map<String, String> facts) implements Answer {
        public Refused {
            facts = Map.copyOf(facts);
        }
    }

    static Answer shown(String template, Object view) {
        return new Shown(200, template, view);
    }

    static Answer seeOther(String path) {
        return new SeeOther(URI.create(path));
    }

    static Answer refused(int status, String code) {
        return new Refused(status, code, Map.of());
    }
}
