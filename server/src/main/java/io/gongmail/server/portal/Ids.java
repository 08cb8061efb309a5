package io.gongmail.server.portal;

import java.util.Optional;
import java.util.UUID;

/** Ids as forms bring them. */
final class Ids {
    private Ids() {}

    /** The id; empty where the text is none. */
    static Optional<UUID> read(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
