package io.gongmail.connector.settings;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 of a public key, its SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7), as others pin keys too (RFC 7469 §2.4).
 *
 * @param base64 of the 32 octets, with padding
 */
public record KeyPin(String base64) {
    private static final int OCTETS = 32;

    public static KeyPin of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return new KeyPin(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of Base64 or hexadecimal digits, with or without colons; empty where it is neither of 32 octets. */
    public static Optional<KeyPin> parse(String text) {
        String bare = text.strip();
        try {
            String digits = bare.replace(":", "");
            byte[] octets = digits.matches("[0-9A-Fa-f]{64}")
                    ? HexFormat.of().parseHex(digits)
                    : Base64.getDecoder().decode(bare);
            return octets.length == OCTETS
                    ? Optional.of(new KeyPin(Base64.getEncoder().encodeToString(octets)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
