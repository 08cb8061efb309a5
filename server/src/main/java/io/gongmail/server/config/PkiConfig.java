package io.gongmail.server.config;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code [pki]}: which certificates are good. */
public record PkiConfig(
        List<Path> anchors,
        List<Path> intermediates,
        List<Path> revocationLists,
        Profile profile,
        Set<PolicyOid> officialPolicies,
        Set<PolicyOid> representativePolicies,
        Set<PolicyOid> relayPolicies,
        int maxChain,
        DataSize maxChainSize,
        Duration judgeTime,
        int judgeThreads,
        int judgeQueue,
        RevocationConfig revocation) {
    static PkiConfig from(Section pki) {
        return new PkiConfig(
                pki.paths("anchors", "conf/anchors", "Files or folders with the roots of the administrative PKI."),
                pki.paths(
                        "intermediates",
                        "conf/anchors",
                        "Files or folders with issuing certificates that clients need not send."),
                pki.paths(
                        "revocation-lists",
                        "data/crl",
                        "Files or folders with CRLs, looked at every second. They need not hold what can be fetched: lists at"
                                + " addresses are fetched where certificates name them."),
                pki.choice("profile", Profile.GPKI, "gpki adds the refusals of the administrative PKI to RFC 5280."),
                pki.policies(
                        "official-policies",
                        "1.2.410.100001.2.2.1, 1.2.410.100001.5.3.1.3",
                        "Certificate policies of an individual official's account."),
                pki.policies(
                        "representative-policies",
                        "1.2.410.100001.2.1.3, 1.2.410.100001.5.3.1.5",
                        "Certificate policies of an agency representative's account."),
                pki.policies(
                        "relay-policies",
                        "1.2.410.100001.2.1.2, 1.2.410.100001.2.1.3, 1.2.410.100001.5.3.1.5, 1.2.410.100001.5.3.1.7",
                        "Certificate policies of an agency's system, for the relay listener."),
                pki.count("max-chain", 6, 1, 20, "Certificates a client may send, its own included."),
                pki.size(
                        "max-chain-size",
                        DataSize.kibibytes(32),
                        DataSize.kibibytes(2),
                        DataSize.kibibytes(256),
                        "What they may have together."),
                pki.duration(
                        "judge-time",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        "Longer than this, judging is given up and the client told to come again."),
                pki.count("judge-threads", 2, 1, 64, "Certificates judged at once."),
                pki.count(
                        "judge-queue",
                        1_000,
                        1,
                        100_000,
                        "Certificates waiting for that; beyond, clients are told to come again."),
                RevocationConfig.from(pki));
    }
}
