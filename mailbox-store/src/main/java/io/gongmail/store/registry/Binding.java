package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;
import java.util.Optional;
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
 * @param used when it last opened its account, to the day; empty where that is not known
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
        String reason,
        Optional<Instant> used) {

    /** One that was not used. */
    public Binding(
            UUID id,
            Address account,
            CertificateKey key,
            String subject,
            Instant notAfter,
            Instant until,
            BindingState state,
            Instant since,
            String reason) {
        this(id, account, key, subject, notAfter, until, state, since, reason, Optional.empty());
    }

    /** One that was never superseded and not used. */
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
