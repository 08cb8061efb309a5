package io.gongmail.server.tls;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges within the handshake, so that who is refused learns nothing but an alert. The TLS handler must run its tasks on the
 * judge's threads: it blocks. It trusts no server.
 */
final class JudgeInHandshake extends X509ExtendedTrustManager {
    private final List<X509Certificate> issuers;
    private final Judging judging;

    JudgeInHandshake(List<X509Certificate> issuers, Judging judging) {
        this.issuers = List.copyOf(issuers);
        this.judging = judging;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Verdict verdict = judging.judge(PeerCertificate.of(List.of(chain)));
        String refusal =
                verdict.fold(accepted -> "", refused -> refused.reason().code());
        if (!refusal.isEmpty()) {
            throw new CertificateException("refused " + refusal);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no server is trusted here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }
}
