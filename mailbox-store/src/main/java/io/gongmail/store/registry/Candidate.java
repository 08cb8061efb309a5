package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;

/**
 * A certificate that is to be bound to an account. The caller has judged it and seen proof of its key.
 *
 * @param key issuer of at most 800 octets, serial number of at most 20
 * @param subject the certificate's subject for display, at most 800 characters
 * @param notAfter the certificate's end
 */
public record Candidate(CertificateKey key, String subject, Instant notAfter) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public Candidate {
        Bounds.certificate(key, subject);
        notAfter = Bounds.time(notAfter);
    }
}
