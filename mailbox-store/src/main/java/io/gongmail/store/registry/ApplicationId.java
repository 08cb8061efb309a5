package io.gongmail.store.registry;

import java.util.Optional;
import java.util.UUID;

/** Which application. It is random and cannot be guessed, but is no secret that opens anything. */
public record ApplicationId(UUID value) implements Comparable<ApplicationId> {
    /** The id that {@code text} is, or empty. */
    public static Optional<ApplicationId> parse(String text) {
        if (!text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return Optional.empty();
        }
        return Optional.of(new ApplicationId(UUID.fromString(text)));
    }

    @Override
    public int compareTo(ApplicationId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
