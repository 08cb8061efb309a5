package io.gongmail.server.enrollment;

import io.gongmail.pki.BouncyCastle;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.store.registry.ShownCertificates;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Between certificates as a person shows them and as the registry keeps them. */
final class Shown {
    private Shown() {}

    /** @throws IllegalArgumentException when there are too many, or one is too large to be kept */
    static ShownCertificates kept(PeerCertificate peer) {
        List<String> base64 = new ArrayList<>();
        try {
            base64.add(Base64.getEncoder().encodeToString(peer.leaf().getEncoded()));
            for (X509Certificate certificate : peer.above()) {
                base64.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
        return new ShownCertificates(base64);
    }

    /** @throws IllegalStateException when the registry holds something else than {@link #kept} gave it */
    static PeerCertificate again(ShownCertificates kept) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
            for (String base64 : kept.base64()) {
                chain.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(base64))));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was kept cannot be read", e);
        }
        return PeerCertificate.of(chain);
    }
}
