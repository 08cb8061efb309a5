package io.gongmail.pki;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * Certificates that were read to the end. Bouncy Castle leaves names, dates and algorithms unread until they are asked for, and
 * throws anything then.
 */
public final class WholeCertificate {
    private WholeCertificate() {}

    /**
     * {@code certificate}, of which everything but key and extensions can be asked for from here on: a stranger's key is not
     * touched before its length is known.
     *
     * @throws CertificateException when something in it is broken
     */
    public static X509Certificate of(X509Certificate certificate) throws CertificateException {
        try {
            certificate.getSubjectX500Principal();
            certificate.getIssuerX500Principal();
            certificate.getNotBefore();
            certificate.getNotAfter();
            certificate.getSigAlgName();
            return certificate;
        } catch (RuntimeException e) {
            throw new CertificateException("a broken name, date or algorithm: " + e.getMessage(), e);
        }
    }
}
