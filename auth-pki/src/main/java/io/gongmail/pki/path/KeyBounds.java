package io.gongmail.pki.path;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Which keys of strangers are touched at all. A key is looked at as it is encoded, before a library makes an object of it:
 * that alone tests an RSA modulus for primes, half a second for 8192 bit, and a signature by it may take minutes.
 */
public final class KeyBounds {
    /** Bits of the modulus. */
    public static final int LONGEST_RSA = 4096;

    private static final int LONGEST_EXPONENT = 64;
    private static final int LONGEST_EC_POINT = 2 * 66 + 1; // P-521, uncompressed
    private static final int LONGEST_OTHER = 4096;

    private KeyBounds() {}

    /** RSA up to 4096 bit with an exponent up to 64 bit, or EC by a named curve up to 521 bit. */
    public static boolean isWithin(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            try {
                RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
                BigInteger exponent = rsa.getPublicExponent();
                return rsa.getModulus().bitLength() <= LONGEST_RSA && exponent.bitLength() <= LONGEST_EXPONENT;
            } catch (java.io.IOException | IllegalArgumentException e) {
                return false;
            }
        }
        return algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                && key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier
                && key.getPublicKeyData().getOctets().length <= LONGEST_EC_POINT;
    }

    /** Any other kind, for plain RFC 5280, as long as it is short (DSA with its parameters). */
    static boolean isShort(SubjectPublicKeyInfo key) {
        try {
            return key.getEncoded().length <= LONGEST_OTHER
                    && !key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                    && !key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
