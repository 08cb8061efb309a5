package io.gongmail.server.sharing;

import io.gongmail.store.registry.Address;
import java.util.Map;

/**
 * Something that owner or administrators should know.
 *
 * @param account whom it is about
 * @param facts for people to read; no secrets
 */
public record Alarm(Kind kind, Address account, Map<String, String> facts) {
    public Alarm {
        facts = Map.copyOf(facts);
    }

    /** What happened. The words for it stand in the table of words under its code. */
    public enum Kind {
        /** First use from a place or by a mail program. */
        NEW_PLACE("G-231", "place.new", false),
        /** The same, and it was refused until somebody confirms it. */
        PLACE_HELD("G-232", "place.held", false),
        /** More places or programs at once than allowed. */
        SHARED("G-233", "sharing.suspected", true),
        /** A certificate of the account failed again and again. */
        GUESSED("G-234", "sign-in.guessed", true);

        private final String code;
        private final String event;
        private final boolean forAdministrators;

        Kind(String code, String event, boolean forAdministrators) {
            this.code = code;
            this.event = event;
            this.forAdministrators = forAdministrators;
        }

        public String code() {
            return code;
        }

        /** Its code in the audit trail. */
        public String event() {
            return event;
        }

        /** Whether administrators are told, besides the owner. */
        boolean isForAdministrators() {
            return forAdministrators;
        }
    }
}
