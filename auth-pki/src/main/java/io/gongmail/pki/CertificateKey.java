package io.gongmail.pki;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Which certificate this is, for a binding: issuer and serial number name it (RFC 5280 §4.1.2.2), the two hashes pin its
 * public key and its bytes. Two certificates with one key, or one number reused by a careless issuer, stay apart.
 *
 * @param issuer the issuer's distinguished name, DER, in lower-case hexadecimal
 * @param serial the serial number, positive
 * @param spkiSha256 SHA-256 of the SubjectPublicKeyInfo, DER, in lower-case hexadecimal
 * @param certificateSha256 SHA-256 of the whole certificate, DER, in lower-case hexadecimal
 */
public record CertificateKey(String issuer, BigInteger serial, String spkiSha256, String certificateSha256) {
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public CertificateKey {
        if (!HEX.matcher(issuer).matches()
                || !SHA_256.matcher(spkiSha256).matches()
                || !SHA_256.matcher(certificateSha256).matches()
                || serial.signum() <= 0) {
            // A key with a field missing would match what it must not: it fails closed.
            throw new IllegalArgumentException("incomplete certificate key");
        }
    }
}
