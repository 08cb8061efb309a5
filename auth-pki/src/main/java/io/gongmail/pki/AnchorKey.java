package io.gongmail.pki;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Which trust anchor this is: a name and a public key (RFC 5280 §6.1.1 (d)). Renewing a root's certificate for its own key
 * leaves it what it is.
 *
 * @param sha256 of the subject's distinguished name and the SubjectPublicKeyInfo, both DER, in lower-case hexadecimal
 */
public record AnchorKey(String sha256) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public AnchorKey {
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not the key of an anchor");
        }
    }

    /** Of a root's certificate. */
    public static AnchorKey of(X509Certificate root) {
        try {
            Certificate parsed = Certificate.getInstance(root.getEncoded());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(parsed.getSubject().getEncoded());
            digest.update(parsed.getSubjectPublicKeyInfo().getEncoded());
            return new AnchorKey(HexFormat.of().formatHex(digest.digest()));
        } catch (CertificateEncodingException | IOException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
