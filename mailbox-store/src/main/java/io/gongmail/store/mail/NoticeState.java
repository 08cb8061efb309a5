package io.gongmail.store.mail;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a notice is, as it is counted when it is asked for. Each member of the audience counts in exactly one of {@code owed},
 * {@code delivered}, {@code failed}, {@code read}, {@code recalled} and {@code keptRead}.
 *
 * @param audience how many it was posted to
 * @param owed who do not have it yet; once it is recalled nobody is
 * @param delivered who have it, or had it and deleted it, and did not read it. Once it is recalled: from whom it is still to be
 *     taken, or who had deleted it
 * @param failed who cannot have it, and {@code failures} why
 * @param read who have had {@code \Seen} on it
 * @param recalled from whom it was taken unread, or who never got it
 * @param keptRead who had read it when it was recalled, and keep it
 * @param going whether copies are still made or taken
 */
public record NoticeState(
        NoticeId id,
        String folder,
        Instant accepted,
        Optional<Instant> recalledAt,
        int audience,
        int owed,
        int delivered,
        int failed,
        Map<NoticeFailure, Integer> failures,
        int read,
        int recalled,
        int keptRead,
        boolean going) {
    public NoticeState {
        failures = Map.copyOf(failures);
    }
}
