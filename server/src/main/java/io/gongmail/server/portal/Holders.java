package io.gongmail.server.portal;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.server.signin.CertificateHolders;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Asks whose a certificate is, so many at once: judging may wait for others, and the threads of pages must not all wait with it. */
final class Holders {
    private final CertificateHolders holders;
    private final Semaphore judging;

    Holders(CertificateHolders holders, int atOnce) {
        this.holders = holders;
        this.judging = new Semaphore(atOnce);
    }

    /** The holder; refused for now where too many are being judged. */
    CertificateHolder of(PeerCertificate presented) {
        if (!judging.tryAcquire()) {
            return new CertificateHolder.Refused(new Verdict.Refused(RefusalReason.JUDGE_BUSY, List.of()));
        }
        try {
            return holders.of(presented);
        } finally {
            judging.release();
        }
    }
}
