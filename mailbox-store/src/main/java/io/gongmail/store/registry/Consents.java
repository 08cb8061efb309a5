package io.gongmail.store.registry;

import java.time.Instant;

/**
 * What an applicant agreed to.
 *
 * @param terms the version of the terms of use, at most 64 characters
 * @param privacy the version of the consent to personal data handling, at most 64 characters
 */
public record Consents(String terms, String privacy, Instant at) {
    /** @throws IllegalArgumentException when a part is missing or too long */
    public Consents {
        Bounds.some("version of the terms", terms, 64);
        Bounds.some("version of the privacy consent", privacy, 64);
        at = Bounds.time(at);
    }
}
