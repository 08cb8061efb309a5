package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;
import java.util.UUID;

/**
 * The link between one certificate and one account.
 *
 * @param subject the certificate's subject, for display only
 * @param notAfter the certificate's end
 * @param since when it came into this state
 * @param reason why it came into this state
 */
public record Binding(
        UUID id,
        Address account,
        CertificateKey key,
        String subject,
        Instant notAfter,
        BindingState state,
        Instant since,
        String reason) {}
