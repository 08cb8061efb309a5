package io.gongmail.pki;

/**
 * Judges certificates. Thread-safe. May take up to its configured time, so it never runs on an event loop; it never
 * throws for what a peer sent: a fault while judging is {@link RefusalReason#JUDGING_FAILED}.
 */
public interface CertificateJudge {
    /** The verdict on {@code peer} at this instant. */
    Verdict judge(PeerCertificate peer);
}
