package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of a certificate as soon as a verdict says that it was revoked or is on hold, whoever asked. Lists are
 * looked through for open sessions when they change; a responder (OCSP) tells only who asks, and this is when it was asked.
 */
final class EndingJudge implements CertificateJudge {
    private static final Logger LOG = LoggerFactory.getLogger(EndingJudge.class);

    private final CertificateJudge judge;
    private final LiveSessions sessions;

    EndingJudge(CertificateJudge judge, LiveSessions sessions) {
        this.judge = judge;
        this.sessions = sessions;
    }

    @Override
    public Verdict judge(PeerCertificate peer) {
        Verdict verdict = judge.judge(peer);
        if (verdict instanceof Verdict.Refused refused
                && (refused.reason() == RefusalReason.REVOKED || refused.reason() == RefusalReason.SUSPENDED)) {
            end(peer);
        }
        return verdict;
    }

    @Override
    public Optional<Verdict.Accepted> remembered(PeerCertificate peer) {
        return judge.remembered(peer);
    }

    private void end(PeerCertificate peer) {
        try {
            int ended = sessions.endCertificate(CertificateKeys.of(peer.leaf()), EndReason.CERTIFICATE_REVOKED);
            if (ended > 0) {
                LOG.info("a certificate was found revoked when it was shown again, {} sessions ended", ended);
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("a certificate that cannot have been bound", e);
        }
    }

    @Override
    public List<String> evidence(PeerCertificate certificate) {
        return judge.evidence(certificate);
    }
}
