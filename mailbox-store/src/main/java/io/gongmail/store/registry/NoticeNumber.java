package io.gongmail.store.registry;

import java.util.Optional;
import java.util.UUID;

/** Which notice of an agency. */
public record NoticeNumber(UUID value) {
    /** The number that {@code text} is, or empty. */
    public static Optional<NoticeNumber> parse(String text) {
        return ApplicationId.parse(text).map(id -> new NoticeNumber(id.value()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
