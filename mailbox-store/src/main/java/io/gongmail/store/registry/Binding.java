package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;
import java.util.UUID;

/**
 * The link between one certificate and one account.
 *
 * @param subject the certificate's subject, for display only
 * @param notAfter the certificate's end
 * @param until from when it opens nothing whatever its state: the certificate's end, or before that the end of the overlap
 *     once it was superseded
 * @param since when it came into this state
 * @param reason why it came into this state
 */
public record Binding(
        UUID id,
        Address account,
        CertificateKey key,
        String subject,
        Instant notAfter,
        Instant until,
        BindingState state,
        Instant since,
        String reason) {

    /** One that was never superseded. */
    public Binding(
            UUID id,
            Address account,
            CertificateKey key,
            String subject,
            Instant notAfter,
            BindingState state,
            Instant since,
            String reason) {
        this(id, account, key, subject, notAfter, notAfter, state, since, reason);
    }

    /**
     * Whether it opens its account at {@code now}, as far as it goes: that the certificate is good, the judge says, and the
     * account has a state of its own.
     */
    public boolean opens(Instant now) {
        return switch (state) {
            case ACTIVE -> true;
            case SUPERSEDED -> now.isBefore(until);
            case SUSPENDED, REVOKED -> false;
        };
    }
}
