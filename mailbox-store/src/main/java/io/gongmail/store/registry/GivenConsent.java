package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * That somebody agreed to a text, once.
 *
 * @param name which text
 * @param version which version of it
 * @param sha256 of that version; empty where it was agreed to before hashes were kept
 * @param required whether it was required
 * @param withdrawn since when it holds no longer: withdrawn, or agreed to anew in a later version; empty while it holds
 */
public record GivenConsent(
        String name, String version, String sha256, boolean required, Instant given, Optional<Instant> withdrawn) {
    public boolean holds() {
        return withdrawn.isEmpty();
    }
}
