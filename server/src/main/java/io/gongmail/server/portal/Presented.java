package io.gongmail.server.portal;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The certificate that a browser has presented at the certificate door, as TLS has it: that it holds the key is proven, what
 * the certificate is worth is not judged. The portal's one class that asks for it.
 */
final class Presented {
    private Presented() {}

    /** Empty where none was presented. */
    static Optional<PeerCertificate> in(SSLSession session) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : session.getPeerCertificates()) {
                if (!(certificate instanceof X509Certificate x509)) {
                    return Optional.empty();
                }
                chain.add(x509);
            }
            return chain.isEmpty() ? Optional.empty() : Optional.of(PeerCertificate.of(chain));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** What a session is bound to; empty without a certificate. */
    static String fingerprint(Optional<PeerCertificate> presented) {
        return presented
                .map(peer -> CertificateKeys.of(peer.leaf()).certificateSha256())
                .orElse("");
    }
}
