package io.gongmail.store.places;

import io.gongmail.store.registry.Address;
import java.time.Instant;

/**
 * One way in which an account was used.
 *
 * @param network as sign-in calls it, at most 64 characters
 * @param client the mail program, as it names itself, at most 64 characters; the empty text where it does not
 * @param lastSeen kept only roughly: not every sign-in writes it
 * @param held whether it waits for somebody to confirm it
 */
public record Place(
        Address account,
        String certificateSha256,
        String network,
        String client,
        Instant firstSeen,
        Instant lastSeen,
        boolean held) {}
