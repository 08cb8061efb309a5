package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;

/**
 * An account for demo and benchmarks, made without an application of its own.
 *
 * @param passwordHash the PHC text of its password; the empty text for none
 */
public record SeedAccount(
        Address address,
        String name,
        AccountType type,
        String agency,
        CertificateKey key,
        String subject,
        Instant notAfter,
        String passwordHash) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public SeedAccount {
        Bounds.some("name", name, 100);
        Bounds.some("agency code", agency, 32);
        Bounds.certificate(key, subject);
        Bounds.text("password hash", passwordHash, 255);
        notAfter = Bounds.time(notAfter);
    }
}
