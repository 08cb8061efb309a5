package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.name;
import static io.gongmail.pki.path.Structure.refused;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Accepted;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.RevocationLists;
import java.io.ByteArrayInputStream;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges by certification path, validity, usage, revocation lists and policies. Thread-safe. */
public final class PathJudge implements CertificateJudge {
    private static final Logger LOG = LoggerFactory.getLogger(PathJudge.class);

    private final JudgePolicy policy;
    private final RevocationLists lists;
    private final Clock clock;
    private final Provider provider = new BouncyCastleProvider();

    public PathJudge(JudgePolicy policy, RevocationLists lists, Clock clock) {
        this.policy = policy;
        this.lists = lists;
        this.clock = clock;
    }

    @Override
    public Verdict judge(PeerCertificate peer) {
        try {
            return judged(peer, clock.instant());
        } catch (CertificateException e) {
            return new Refused(RefusalReason.MALFORMED, List.of("parse=" + e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // An error while judging is a refusal.
            LOG.error("judging failed", e);
            return new Refused(
                    RefusalReason.JUDGING_FAILED,
                    List.of("fault=" + e.getClass().getSimpleName()));
        }
    }

    private Verdict judged(PeerCertificate peer, Instant now) throws CertificateException {
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(peer.leaf());
        sent.addAll(peer.above());
        Optional<Refused> refused = tooLarge(sent);
        if (refused.isPresent()) {
            return refused.get();
        }
        List<X509Certificate> read = new ArrayList<>();
        for (X509Certificate certificate : sent) {
            read.add(reread(certificate));
        }
        refused = isGpki() ? brokenInItself(read) : Optional.empty();
        if (refused.isPresent()) {
            return refused.get();
        }
        List<X509Certificate> candidates = new ArrayList<>(read.subList(1, read.size()));
        candidates.addAll(policy.intermediates());
        PathFinder finder = new PathFinder(policy.anchors(), candidates, policy.maxChain(), provider);
        List<PathFinder.Path> paths = finder.from(read.get(0));
        if (paths.isEmpty()) {
            return refused(
                            finder.namesLedToAnAnchor() ? RefusalReason.PATH_INVALID : RefusalReason.UNKNOWN_ISSUER,
                            "issuer=" + read.get(0).getIssuerX500Principal().getName())
                    .orElseThrow();
        }
        // Several paths come of cross-signed issuers: one that holds is enough, and the first one's reason is told.
        List<Verdict> verdicts = new ArrayList<>();
        for (PathFinder.Path path : paths) {
            Verdict verdict = judged(path, now);
            if (verdict instanceof Accepted) {
                return verdict;
            }
            verdicts.add(verdict);
        }
        return verdicts.get(0);
    }

    private Verdict judged(PathFinder.Path path, Instant now) {
        Optional<Refused> refused = isGpki() ? unfit(path) : Optional.empty();
        refused = refused.or(() -> outOfTime(path, now));
        RevocationCheck revocation = new RevocationCheck(lists, provider);
        if (isGpki()) {
            refused = refused.or(() -> revocation.refusal(path, now));
        }
        if (refused.isPresent()) {
            return refused.get();
        }
        PkixValidation pkix = new PkixValidation(lists, provider);
        refused = pkix.refusal(path, now);
        if (refused.isPresent()) {
            return refused.get();
        }
        Set<PolicyOid> policies = pkix.policies();
        if (!policy.acceptedPolicies().isEmpty() && Collections.disjoint(policies, policy.acceptedPolicies())) {
            return new Refused(RefusalReason.POLICY_NOT_ACCEPTED, List.of("policies=" + policies));
        }
        Instant until = path.anchor().getNotAfter().toInstant();
        for (X509Certificate certificate : path.certificates()) {
            until = earlier(until, certificate.getNotAfter().toInstant());
        }
        return new Accepted(CertificateKeys.of(path.leaf()), policies, earlier(until, revocation.until()));
    }

    private boolean isGpki() {
        return policy.profile() == Profile.GPKI;
    }

    private Optional<Refused> tooLarge(List<X509Certificate> sent) throws CertificateException {
        if (sent.size() > policy.maxChain()) {
            return refused(RefusalReason.CHAIN_TOO_LARGE, "certificates=" + sent.size());
        }
        int octets = 0;
        for (X509Certificate certificate : sent) {
            octets += certificate.getEncoded().length;
        }
        return octets > policy.maxChainBytes()
                ? refused(RefusalReason.CHAIN_TOO_LARGE, "octets=" + octets)
                : Optional.empty();
    }

    private X509Certificate reread(X509Certificate certificate) throws CertificateException {
        byte[] der = certificate.getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509", provider).generateCertificate(new ByteArrayInputStream(der));
    }

    private static Optional<Refused> brokenInItself(List<X509Certificate> read) throws CertificateException {
        for (X509Certificate certificate : read) {
            Optional<Refused> malformed =
                    Structure.malformed(certificate, Certificate.getInstance(certificate.getEncoded()));
            if (malformed.isPresent()) {
                return malformed;
            }
        }
        return Structure.unsupported(read.get(0));
    }

    private static Optional<Refused> unfit(PathFinder.Path path) {
        X509Certificate leaf = path.leaf();
        Optional<Refused> refused =
                Structure.authority(leaf).or(() -> Structure.keyUsage(leaf)).or(() -> Structure.extendedKeyUsage(leaf));
        for (X509Certificate certificate : path.certificates()) {
            refused = refused.or(() -> Structure.weak(certificate));
        }
        return refused;
    }

    private Optional<Refused> outOfTime(PathFinder.Path path, Instant now) {
        X509Certificate leaf = path.leaf();
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return refused(
                    RefusalReason.NOT_YET_VALID,
                    "notBefore=" + leaf.getNotBefore().toInstant());
        }
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return refused(
                    RefusalReason.EXPIRED, "notAfter=" + leaf.getNotAfter().toInstant());
        }
        List<X509Certificate> above = new ArrayList<>(
                path.certificates().subList(1, path.certificates().size()));
        if (isGpki()) {
            above.add(path.anchor()); // RFC 5280 §6 does not look at an anchor's time; the administrative PKI does
        }
        for (X509Certificate certificate : above) {
            if (now.isAfter(certificate.getNotAfter().toInstant())
                    || now.isBefore(certificate.getNotBefore().toInstant())) {
                return refused(
                        RefusalReason.ISSUER_EXPIRED,
                        "issuer=" + name(certificate),
                        "issuerNotAfter=" + certificate.getNotAfter().toInstant());
            }
        }
        return Optional.empty();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
