package io.gongmail.pki.keyfile;

import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * A hash, and HMAC with it as the pseudo-random function of PBKDF2 (RFC 8018 §B.1.2). Without one stated there it is
 * HMAC-SHA-1.
 */
enum Prf {
    SHA1(PKCSObjectIdentifiers.id_hmacWithSHA1, OIWObjectIdentifiers.idSHA1, "SHA-1", 20, 64),
    SHA224(PKCSObjectIdentifiers.id_hmacWithSHA224, NISTObjectIdentifiers.id_sha224, "SHA-224", 28, 64),
    SHA256(PKCSObjectIdentifiers.id_hmacWithSHA256, NISTObjectIdentifiers.id_sha256, "SHA-256", 32, 64),
    SHA384(PKCSObjectIdentifiers.id_hmacWithSHA384, NISTObjectIdentifiers.id_sha384, "SHA-384", 48, 128),
    SHA512(PKCSObjectIdentifiers.id_hmacWithSHA512, NISTObjectIdentifiers.id_sha512, "SHA-512", 64, 128);

    /** Measured: a block of the long ones takes three times one of the short ones. */
    private static final int STEPS_OF_LONG_BLOCK = 3;

    private final ASN1ObjectIdentifier oid;
    private final ASN1ObjectIdentifier digest;
    private final String hash;
    private final int octets;
    private final int block;

    Prf(ASN1ObjectIdentifier oid, ASN1ObjectIdentifier digest, String hash, int octets, int block) {
        this.oid = oid;
        this.digest = digest;
        this.hash = hash;
        this.octets = octets;
        this.block = block;
    }

    /** Of HMAC. */
    ASN1ObjectIdentifier oid() {
        return oid;
    }

    /** Of the hash, as the JDK calls it. */
    String hash() {
        return hash;
    }

    /** Of HMAC, as the JDK calls it. */
    String mac() {
        return "Hmac" + hash.replace("-", "");
    }

    /** Octets that are hashed at a time. */
    int block() {
        return block;
    }

    /** Of hashing one block, as {@link Work} counts them. */
    int steps() {
        return block == SHA1.block ? 1 : STEPS_OF_LONG_BLOCK;
    }

    /** Of one iteration of PBKDF2 that derives so many octets: HMAC hashes twice for each part of them. */
    int steps(int derived) {
        return 2 * steps() * ((derived + octets - 1) / octets);
    }

    /** By the identifier of HMAC. */
    static Optional<Prf> of(ASN1ObjectIdentifier oid) {
        return Stream.of(values()).filter(prf -> prf.oid.equals(oid)).findFirst();
    }

    /** By the identifier of the hash. */
    static Optional<Prf> ofDigest(ASN1ObjectIdentifier oid) {
        return Stream.of(values()).filter(prf -> prf.digest.equals(oid)).findFirst();
    }
}
