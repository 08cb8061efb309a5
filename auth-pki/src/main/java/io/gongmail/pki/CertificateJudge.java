package io.gongmail.pki;

import java.util.List;
import java.util.Optional;

/**
 * Judges certificates. Thread-safe. May take up to its configured time, so it never runs on an event loop; it never
 * throws for what a peer sent: a fault while judging is {@link RefusalReason#JUDGING_FAILED}.
 */
public interface CertificateJudge {
    /** The verdict on {@code peer} at this instant. */
    Verdict judge(PeerCertificate peer);

    /**
     * The verdict, where it is at hand and judging would find the same; never waits, and so may run on an event loop. Empty
     * for everybody else: nothing is said against them.
     */
    default Optional<Verdict.Accepted> remembered(PeerCertificate peer) {
        return Optional.empty();
    }

    /**
     * For the helpdesk: what an acceptance rests on, one fact a line, as {@code name=value}: the path, and each revocation list
     * with its number and times. Empty for what is not accepted, whose verdict has its own evidence.
     */
    default List<String> evidence(PeerCertificate certificate) {
        return List.of();
    }
}
