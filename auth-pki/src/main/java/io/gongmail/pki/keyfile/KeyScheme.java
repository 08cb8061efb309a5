package io.gongmail.pki.keyfile;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a key file is encrypted.
 *
 * <p>PBES1 {@code 1.2.410.200004.1.15} takes {salt, iterations}: DK = PBKDF1-SHA1(password, salt, iterations, 20 octets); key
 * = DK[0..16); IV = SHA1(DK[16..20))[0..16). PBES2 (RFC 8018 §6.2) is met with SEED-CBC, ARIA-CBC and, from programs that are
 * not Korean, AES-CBC. The two with a fixed IV are rare: they are read and never written.
 */
public enum KeyScheme {
    /** seedCBCWithSHA1: what GPKI and NPKI programs have written from the beginning. */
    SEED_SHA1("1.2.410.200004.1.15", "seed-sha1", Family.PBES1, 16),
    /** SEED-CBC, of RFC 4269. */
    SEED_CBC("1.2.410.200004.1.4", "seed-cbc", Family.PBES2, 16),
    /** ARIA-CBC, of RFC 5794; its identifiers are of the NSRI. */
    ARIA_128_CBC("1.2.410.200046.1.1.2", "aria-128-cbc", Family.PBES2, 16),
    ARIA_192_CBC("1.2.410.200046.1.1.7", "aria-192-cbc", Family.PBES2, 24),
    ARIA_256_CBC("1.2.410.200046.1.1.12", "aria-256-cbc", Family.PBES2, 32),
    AES_128_CBC("2.16.840.1.101.3.4.1.2", "aes-128-cbc", Family.PBES2, 16),
    AES_192_CBC("2.16.840.1.101.3.4.1.22", "aes-192-cbc", Family.PBES2, 24),
    AES_256_CBC("2.16.840.1.101.3.4.1.42", "aes-256-cbc", Family.PBES2, 32),
    /** SEED-CBC's identifier used as if it were of PBES1; sources differ on PBKDF1 or PBKDF2, so both are tried. */
    SEED_FIXED_IV("1.2.410.200004.1.4", "seed-cbc with a fixed IV", Family.FIXED_IV, 16),
    /** GPKIpbeWithSHA1AndSEED-CBC. */
    GPKI_SEED_FIXED_IV("1.2.410.200004.1.4.2", "GPKI seed-cbc with a fixed IV", Family.FIXED_IV, 16);

    /** What the outer algorithm identifier is. */
    enum Family {
        PBES1,
        PBES2,
        FIXED_IV
    }

    private final String oid;
    private final String label;
    private final Family family;
    private final int keyOctets;

    KeyScheme(String oid, String label, Family family, int keyOctets) {
        this.oid = oid;
        this.label = label;
        this.family = family;
        this.keyOctets = keyOctets;
    }

    /** Of the scheme as a whole or, in PBES2, of its cipher. */
    public String oid() {
        return oid;
    }

    /** Its name for people, and in commands. */
    public String label() {
        return label;
    }

    /** Whether new files are made by it. */
    public boolean isWritten() {
        return family != Family.FIXED_IV;
    }

    Family family() {
        return family;
    }

    int keyOctets() {
        return keyOctets;
    }

    /** The one of that name among those that are written. */
    public static Optional<KeyScheme> named(String label) {
        return Stream.of(values())
                .filter(scheme -> scheme.isWritten() && scheme.label.equals(label))
                .findFirst();
    }

    static Optional<KeyScheme> of(Family family, String oid) {
        return Stream.of(values())
                .filter(scheme -> scheme.family == family && scheme.oid.equals(oid))
                .findFirst();
    }

    /** The scheme whose own identifier is the outermost one; PBES2 is none of them. */
    static Optional<KeyScheme> outermost(String oid) {
        return of(Family.PBES1, oid).or(() -> of(Family.FIXED_IV, oid));
    }
}
