package io.gongmail.pki;

import java.util.List;

/**
 * Judges certificates. Thread-safe. May take up to its configured time, so it never runs on an event loop; it never
 * throws for what a peer sent: a fault while judging is {@link RefusalReason#JUDGING_FAILED}.
 */
public interface CertificateJudge {
    /** The verdict on {@code peer} at this instant. */
    Verdict judge(PeerCertificate peer);

    /**
     * For the helpdesk: what an acceptance rests on, one fact a line, as {@code name=value}: the path, and each revocation list
     * with its number and times. Empty for what is not accepted, whose verdict has its own evidence.
     */
    default List<String> evidence(PeerCertificate certificate) {
        return List.of();
    }
}
