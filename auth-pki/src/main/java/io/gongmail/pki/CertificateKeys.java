package io.gongmail.pki;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.Certificate;

/** Takes the {@link CertificateKey} from a certificate. */
public final class CertificateKeys {
    private CertificateKeys() {}

    /**
     * @throws IllegalArgumentException when a field the key needs is missing or not valid
     */
    public static CertificateKey of(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            // From the bytes as signed: a provider may encode a key it has parsed in another way.
            Certificate parsed = Certificate.getInstance(der);
            HexFormat hex = HexFormat.of();
            return new CertificateKey(
                    hex.formatHex(parsed.getIssuer().getEncoded()),
                    parsed.getSerialNumber().getValue(),
                    hex.formatHex(sha256(parsed.getSubjectPublicKeyInfo().getEncoded())),
                    hex.formatHex(sha256(der)));
        } catch (CertificateEncodingException | IOException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
