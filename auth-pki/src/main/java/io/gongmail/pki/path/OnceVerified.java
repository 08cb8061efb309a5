package io.gongmail.pki.path;

import java.io.ByteArrayInputStream;
import java.security.NoSuchProviderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The JDK's reading of a certificate. It keeps dates and octets as read, and the outcome of the last verification by the same
 * key, where Bouncy Castle's does each anew whenever it is asked, and judging asks many times. Only what both take for the
 * same: octets that are DER throughout, keys that the JDK knows, RSA signatures by SHA-2.
 */
final class OnceVerified {
    /** sha256, sha384 and sha512WithRSAEncryption (RFC 4055 §5). */
    private static final Set<String> RSA_BY_SHA_2 =
            Set.of("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13");

    private OnceVerified() {}

    /** The certificate of these octets; empty where Bouncy Castle is to read it. */
    static Optional<X509Certificate> of(byte[] der) {
        try {
            X509Certificate read = (X509Certificate)
                    CertificateFactory.getInstance("X.509", "SUN").generateCertificate(new ByteArrayInputStream(der));
            boolean known = read.getPublicKey() instanceof RSAPublicKey || read.getPublicKey() instanceof ECPublicKey;
            return known && RSA_BY_SHA_2.contains(read.getSigAlgOID()) && Arrays.equals(der, read.getEncoded())
                    ? Optional.of(read)
                    : Optional.empty();
        } catch (CertificateException | NoSuchProviderException | RuntimeException e) {
            return Optional.empty(); // the other reader tells what is wrong with it
        }
    }

    /** {@code certificate} in that reading, or as it is. */
    static X509Certificate of(X509Certificate certificate) {
        try {
            return of(certificate.getEncoded()).orElse(certificate);
        } catch (CertificateException e) {
            return certificate;
        }
    }
}
