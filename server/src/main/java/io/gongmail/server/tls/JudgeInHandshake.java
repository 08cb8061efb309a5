package io.gongmail.server.tls;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.netty.handler.ssl.OpenSslCertificateException;
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
    /** Internal error: nothing is said against the certificate. */
    private static final int UNSPECIFIED = 1;
    /** Certificate expired. */
    private static final int CERT_HAS_EXPIRED = 10;
    /** Unknown CA. */
    private static final int UNABLE_TO_GET_ISSUER_CERT_LOCALLY = 20;
    /** Certificate revoked. */
    private static final int CERT_REVOKED = 23;
    /** Unsupported certificate. */
    private static final int INVALID_PURPOSE = 26;
    /** Bad certificate. */
    private static final int CERT_REJECTED = 28;
    /** Certificate unknown: unacceptable for a reason that has no alert. */
    private static final int NO_EXPLICIT_POLICY = 43;

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
        if (judging.judge(PeerCertificate.of(List.of(chain))) instanceof Verdict.Refused refused) {
            RefusalReason reason = refused.reason();
            throw new OpenSslCertificateException("refused " + reason.code(), verificationError(reason));
        }
    }

    /**
     * OpenSSL's number for a failed verification, of which it makes the alert (RFC 8446 §6.2). The JDK's provider asks nobody:
     * it sends certificate_unknown for each.
     */
    private static int verificationError(RefusalReason reason) {
        return switch (reason) {
            case EXPIRED, ISSUER_EXPIRED -> CERT_HAS_EXPIRED;
            case REVOKED, SUSPENDED -> CERT_REVOKED;
            case UNKNOWN_ISSUER -> UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case WRONG_KEY_USAGE,
                    WRONG_EXTENDED_KEY_USAGE,
                    AUTHORITY_CERTIFICATE,
                    UNSUPPORTED_KEY,
                    WEAK_KEY,
                    WEAK_SIGNATURE -> INVALID_PURPOSE;
            case NOT_YET_VALID, MALFORMED, PATH_INVALID, CHAIN_TOO_LARGE, NONE_PRESENTED -> CERT_REJECTED;
            case POLICY_NOT_ACCEPTED -> NO_EXPLICIT_POLICY;
            case REVOCATION_UNAVAILABLE, REVOCATION_STALE, JUDGE_BUSY, JUDGING_TIMED_OUT, JUDGING_FAILED -> UNSPECIFIED;
        };
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
