package io.gongmail.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * What a judge goes by.
 *
 * @param profile how strictly
 * @param anchors roots that are trusted; at least one
 * @param intermediates issuing certificates a peer need not send; trusted for nothing
 * @param acceptedPolicies one of these must hold along the whole path; empty accepts any
 * @param maxChain certificates a peer may send, its own included
 * @param maxChainBytes octets of DER they may have together
 * @param revocation who is asked for the status of each, and what holds when nobody can tell
 */
public record JudgePolicy(
        Profile profile,
        List<X509Certificate> anchors,
        List<X509Certificate> intermediates,
        Set<PolicyOid> acceptedPolicies,
        int maxChain,
        int maxChainBytes,
        RevocationPolicy revocation) {
    public JudgePolicy {
        anchors = List.copyOf(anchors);
        intermediates = List.copyOf(intermediates);
        acceptedPolicies = Set.copyOf(acceptedPolicies);
        if (anchors.isEmpty() || maxChain < 1 || maxChainBytes < 1) {
            throw new IllegalArgumentException("a judge needs an anchor and bounds above zero");
        }
    }

    /** The same, with revocation lists in files alone and hard fail. */
    public JudgePolicy(
            Profile profile,
            List<X509Certificate> anchors,
            List<X509Certificate> intermediates,
            Set<PolicyOid> acceptedPolicies,
            int maxChain,
            int maxChainBytes) {
        this(profile, anchors, intermediates, acceptedPolicies, maxChain, maxChainBytes, RevocationPolicy.FILES_ALONE);
    }

    /** The {@code gpki} profile with the usual bounds: 6 certificates, 32 KiB. */
    public static JudgePolicy gpki(List<X509Certificate> anchors, Set<PolicyOid> acceptedPolicies) {
        return new JudgePolicy(Profile.GPKI, anchors, List.of(), acceptedPolicies, 6, 32 * 1024);
    }
}
