package io.gongmail.server.signin;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import java.time.Clock;

/**
 * Tells whose account a certificate opens, where no password is asked for: on pages that look after the account itself.
 * Thread-safe; calls block.
 */
public final class CertificateHolders {
    private final CertificateJudge judge;
    private final Examination examination;

    public CertificateHolders(CertificateJudge judge, SignInRecords records, Policies policies, Clock clock) {
        this.judge = judge;
        this.examination = new Examination(records, policies, clock);
    }

    /** @param shown with its possession proven */
    public CertificateHolder of(PeerCertificate shown) {
        return judge.judge(shown)
                .fold(
                        accepted -> examination.examineHolder(accepted) instanceof Examination.Finding.Fits fits
                                ? new CertificateHolder.Owner(fits.account(), fits.binding(), accepted)
                                : new CertificateHolder.Stranger(accepted),
                        CertificateHolder.Refused::new);
    }
}
