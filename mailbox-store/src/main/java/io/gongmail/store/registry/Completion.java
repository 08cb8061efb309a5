package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import java.time.Instant;
import java.util.Set;

/**
 * What the third step of an application adds. The caller has judged the certificate and seen proof of its key.
 *
 * @param agencyCode the agency's code
 * @param position at most 200 characters; may be empty
 * @param desired the address wished for, which may be the one that the account has; or of the account that the certificate is for
 * @param key the certificate: issuer of at most 800 octets, serial number of at most 20
 * @param subject the certificate's subject for display, at most 800 characters
 * @param notAfter the certificate's end
 * @param policies the certificate's policies as dotted object identifiers, at most 800 characters together
 * @param aim what is asked for
 * @param unit the unit's name, at most 200 characters; may be empty
 * @param staffNumber at most 32 characters; may be empty
 */
public record Completion(
        AccountType type,
        String agencyCode,
        String position,
        Address desired,
        CertificateKey key,
        String subject,
        Instant notAfter,
        Set<String> policies,
        Aim aim,
        String unit,
        String staffNumber) {
    /** Of position and unit, in characters. */
    public static final int LONGEST_TEXT = 200;

    /** Of a staff number, in characters. */
    public static final int LONGEST_STAFF_NUMBER = 32;

    /**
     * For an account.
     *
     * @throws IllegalArgumentException when a part is out of its bounds
     */
    public Completion(
            AccountType type,
            String agencyCode,
            String position,
            Address desired,
            CertificateKey key,
            String subject,
            Instant notAfter,
            Set<String> policies) {
        this(type, agencyCode, position, desired, key, subject, notAfter, policies, new Aim.NewAccount());
    }

    /**
     * Without unit and staff number.
     *
     * @throws IllegalArgumentException when a part is out of its bounds
     */
    public Completion(
            AccountType type,
            String agencyCode,
            String position,
            Address desired,
            CertificateKey key,
            String subject,
            Instant notAfter,
            Set<String> policies,
            Aim aim) {
        this(type, agencyCode, position, desired, key, subject, notAfter, policies, aim, "", "");
    }

    /** The address of the account that it is about, as it is: the one that is to be opened, or that is open. */
    public Address account() {
        return aim instanceof Aim.NewAgency change ? change.account() : desired;
    }

    /** @throws IllegalArgumentException when a part is out of its bounds */
    public Completion {
        Bounds.some("agency code", agencyCode, 32);
        Bounds.text("position", position, LONGEST_TEXT);
        Bounds.text("unit", unit, LONGEST_TEXT);
        Bounds.text("staff number", staffNumber, LONGEST_STAFF_NUMBER);
        Bounds.certificate(key, subject);
        notAfter = Bounds.time(notAfter);
        policies = Set.copyOf(policies);
        if (!policies.stream().allMatch(policy -> policy.matches("[0-9.]{3,200}"))
                || String.join(" ", policies).length() > 800) {
            throw new IllegalArgumentException("policies are dotted object identifiers");
        }
    }
}
