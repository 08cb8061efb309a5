package io.gongmail.store.registry;

import io.gongmail.store.personal.Masked;
import java.time.Instant;

/**
 * Who an identity provider says the applicant is, as far as it is kept: sealed, and shown masked.
 *
 * @param provider at most 64 characters
 * @param requestNumber our one-time number of the request, at most 64 characters
 * @param name the real name, at most 100 characters
 * @param method how ({@code mobile}, {@code i-pin}), at most 32 characters
 * @param transactionId the provider's number, at most 100 characters
 * @param ciSha256 SHA-256 of the CI in lower-case hexadecimal; the empty text where there is none, as for those whom
 *     the installation itself vouches for
 * @param phone 8 to 15 digits; the empty text where the provider does not tell, or it may not be kept
 * @param birthDate as {@code 1990-12-31}; the empty text likewise
 * @param at when the provider verified
 */
public record VerifiedPerson(
        String provider,
        String requestNumber,
        String name,
        String method,
        String transactionId,
        String ciSha256,
        String phone,
        String birthDate,
        Instant at) {
    /** In the place of a name that was erased. */
    public static final String ERASED = "-";

    /** @throws IllegalArgumentException when a part is out of its bounds; the message quotes none */
    public VerifiedPerson {
        Bounds.some("provider", provider, 64);
        Bounds.text("request number", requestNumber, 64);
        Bounds.some("name", name, 100);
        Bounds.some("method", method, 32);
        Bounds.text("transaction id", transactionId, 100);
        if (!ciSha256.matches("([0-9a-f]{64})?")) {
            throw new IllegalArgumentException("not a SHA-256");
        }
        if (!phone.matches("([0-9]{8,15})?") || !birthDate.matches("([0-9]{4}-[0-9]{2}-[0-9]{2})?")) {
            throw new IllegalArgumentException("phone: 8 to 15 digits; date of birth: YYYY-MM-DD");
        }
        at = Bounds.time(at);
    }

    /** Without telephone number and date of birth. */
    public VerifiedPerson(
            String provider,
            String requestNumber,
            String name,
            String method,
            String transactionId,
            String ciSha256,
            Instant at) {
        this(provider, requestNumber, name, method, transactionId, ciSha256, "", "", at);
    }

    /** The same, of whom no more is kept than name and hash of the CI. */
    public VerifiedPerson withoutPhoneAndBirthDate() {
        return new VerifiedPerson(provider, requestNumber, name, method, transactionId, ciSha256, at);
    }

    /** Masked, as texts end up in logs. */
    @Override
    public String toString() {
        return "VerifiedPerson[" + Masked.name(name) + " by " + provider + ", " + method + ", at " + at + "]";
    }
}
