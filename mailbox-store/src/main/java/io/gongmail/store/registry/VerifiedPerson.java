package io.gongmail.store.registry;

import java.time.Instant;

/**
 * Who an identity provider says the applicant is, as far as it is kept.
 *
 * @param provider at most 64 characters
 * @param requestNumber our one-time number of the request, at most 64 characters
 * @param name the real name, at most 100 characters
 * @param method how ({@code mobile}, {@code i-pin}), at most 32 characters
 * @param transactionId the provider's number, at most 100 characters
 * @param ciSha256 SHA-256 of the CI in lower-case hexadecimal; the empty text where there is none, as for those whom
 *     the installation itself vouches for
 * @param at when the provider verified
 */
public record VerifiedPerson(
        String provider,
        String requestNumber,
        String name,
        String method,
        String transactionId,
        String ciSha256,
        Instant at) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public VerifiedPerson {
        Bounds.some("provider", provider, 64);
        Bounds.text("request number", requestNumber, 64);
        Bounds.some("name", name, 100);
        Bounds.some("method", method, 32);
        Bounds.text("transaction id", transactionId, 100);
        if (!ciSha256.matches("([0-9a-f]{64})?")) {
            throw new IllegalArgumentException("not a SHA-256");
        }
        at = Bounds.time(at);
    }
}
