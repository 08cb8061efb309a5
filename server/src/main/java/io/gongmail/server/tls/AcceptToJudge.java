package io.gongmail.server.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client certificate through the handshake, so that {@link CertificateGate}, or the portal's certificate door,
 * can judge it afterwards and tell the reason. The one place where this is done, and only for contexts whose connections
 * end there.
 *
 * <p>It records nothing: it is called before the peer has proven that it holds the key. It never trusts a server.
 */
final class AcceptToJudge extends X509ExtendedTrustManager {
    private final List<X509Certificate> issuers;

    /**
     * @param issuers the administrative PKI's: only their names are told, so that a picker shows the right certificate; empty
     *     where a wrong one is to be shown too
     */
    AcceptToJudge(List<X509Certificate> issuers) {
        this.issuers = List.copyOf(issuers);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        // To be judged by the gate.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("only for connections that end at a gate");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only for connections that end at a gate");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notForServers();
    }

    private static CertificateException notForServers() {
        return new CertificateException("no server is trusted here");
    }
}
