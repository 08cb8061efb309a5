package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.name;
import static io.gongmail.pki.path.Structure.refused;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.BouncyCastle;
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
import io.gongmail.pki.path.PathFinder.Links;
import io.gongmail.pki.path.PathFinder.Path;
import io.gongmail.pki.revocation.Patience;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.RevocationLists;
import java.nio.ByteBuffer;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges by certification path, validity, usage, revocation lists and policies. Thread-safe. */
public class PathJudge implements CertificateJudge {
    private static final Logger LOG = LoggerFactory.getLogger(PathJudge.class);

    private final JudgePolicy policy;
    private final Revocation revocation;
    private final Clock clock;
    private final PkixSettings settings;
    private final Provider provider = BouncyCastle.PROVIDER;
    /** As many as the policy names. */
    private final Map<X509Certificate, AnchorKey> anchorKeys = new ConcurrentHashMap<>();

    private final List<X509Certificate> anchors;
    private final List<X509Certificate> intermediates;
    /** Anchors and intermediates by their octets: of one that a peer sends too, all that was found out stands. */
    private final Map<ByteBuffer, X509Certificate> configured;

    /** With the lists at hand, and nobody else to ask. */
    public PathJudge(JudgePolicy policy, RevocationLists lists, Clock clock) {
        this(policy, new Revocation(policy.revocation(), lists), clock);
    }

    public PathJudge(JudgePolicy policy, Revocation revocation, Clock clock) {
        this(policy, revocation, clock, PkixSettings.OPEN);
    }

    PathJudge(JudgePolicy policy, RevocationLists lists, Clock clock, PkixSettings settings) {
        this(policy, new Revocation(policy.revocation(), lists), clock, settings);
    }

    private PathJudge(JudgePolicy policy, Revocation revocation, Clock clock, PkixSettings settings) {
        this.policy = policy;
        this.revocation = revocation;
        this.clock = clock;
        this.settings = settings;
        this.anchors = policy.anchors().stream().map(OnceVerified::of).toList();
        this.intermediates =
                policy.intermediates().stream().map(OnceVerified::of).toList();
        this.configured = SentCertificates.byOctets(
                policy, Stream.concat(anchors.stream(), intermediates.stream()).toList(), provider);
    }

    @Override
    public Verdict judge(PeerCertificate peer) {
        return judge(peer, clock.instant(), (path, revocation) -> {});
    }

    /**
     * A verdict that another look may not change.
     *
     * @param until the instant up to which another look would find the same, as long as {@link Revocation#version} stays; long
     *     past where it might find another at once
     */
    record Lasting(Verdict verdict, Instant until) {}

    /** Judges, and tells how long that lasts. */
    Lasting lasting(PeerCertificate peer) {
        Instant now = clock.instant();
        List<Instant> steady = new ArrayList<>();
        Verdict verdict = judge(peer, now, (path, revocation) -> steady.add(revocation.steadyUntil(now)));
        return new Lasting(
                verdict,
                verdict.fold(
                        accepted -> isGpki() ? earlier(accepted.until(), steady.get(0)) : Instant.MIN,
                        refused -> Instant.MIN));
    }

    @Override
    public List<String> evidence(PeerCertificate peer) {
        List<String> evidence = new ArrayList<>();
        judge(peer, clock.instant(), (path, revocation) -> {
            path.certificates()
                    .forEach(certificate -> evidence.add(
                            "issuer=" + certificate.getIssuerX500Principal().getName()));
            evidence.addAll(revocation.evidence());
        });
        return List.copyOf(evidence);
    }

    /** @param reliedOn hears of an acceptance what it rests on */
    private Verdict judge(PeerCertificate peer, Instant now, BiConsumer<Path, RevocationCheck> reliedOn) {
        try {
            return judged(peer, now, reliedOn);
        } catch (CertificateException | RuntimeException | StackOverflowError e) {
            // An error while judging is a refusal.
            LOG.error("judging failed", e);
            return new Refused(
                    RefusalReason.JUDGING_FAILED,
                    List.of("fault=" + e.getClass().getSimpleName()));
        }
    }

    private Verdict judged(PeerCertificate peer, Instant now, BiConsumer<Path, RevocationCheck> reliedOn)
            throws CertificateException {
        SentCertificates sent = new SentCertificates(policy, configured, provider);
        Optional<Refused> refused = sent.refusal(peer);
        if (refused.isPresent()) {
            return refused.get();
        }
        // Most send the issuing certificate that is configured too: each is one candidate, or paths would be found
        // twice.
        Set<X509Certificate> distinct = new LinkedHashSet<>(sent.above());
        distinct.addAll(intermediates);
        List<X509Certificate> candidates = List.copyOf(distinct);
        List<Path> paths = paths(sent.leaf(), candidates, isGpki() ? Links.NAMES_AND_SIGNATURES : Links.NAMES);
        if (paths.isEmpty()) {
            boolean named = !paths(sent.leaf(), candidates, Links.NAMES).isEmpty();
            return new Refused(
                    named ? RefusalReason.PATH_INVALID : RefusalReason.UNKNOWN_ISSUER,
                    List.of(
                            "issuer=" + sent.leaf().getIssuerX500Principal().getName(),
                            named ? "path=by name, and a signature on it fails" : "path=none to an anchor"));
        }
        // Several paths come of cross-signed issuers: one that holds is enough, and the first one's reason is told.
        List<Verdict> verdicts = new ArrayList<>();
        Patience patience = revocation.patience();
        for (Path path : paths) {
            Verdict verdict = judged(path, candidates, now, patience, reliedOn);
            if (verdict instanceof Accepted) {
                return verdict;
            }
            verdicts.add(verdict);
        }
        return verdicts.get(0);
    }

    private List<Path> paths(X509Certificate leaf, List<X509Certificate> candidates, Links links) {
        return new PathFinder(anchors, candidates, policy.maxChain(), links).from(leaf);
    }

    private Verdict judged(
            Path path,
            List<X509Certificate> candidates,
            Instant now,
            Patience patience,
            BiConsumer<Path, RevocationCheck> reliedOn) {
        RevocationCheck check = new RevocationCheck(revocation, patience);
        Optional<Refused> refused = isGpki()
                ? unfit(path)
                        .or(() -> outOfTime(path, now))
                        .or(() -> check.refusal(path, now))
                        .or(() -> weakLists(check))
                : outOfTime(path, now);
        if (refused.isPresent()) {
            return refused.get();
        }
        // In plain RFC 5280 lists count that others than the certificate's issuer signed: Bouncy Castle sees them all,
        // and our own look only says why in the plain cases.
        PkixValidation pkix = isGpki()
                ? new PkixValidation(settings, provider)
                : new PkixValidation(settings, () -> demanded(check, path), candidates, provider);
        refused = pkix.refusal(path, now).map(plain -> isGpki() ? plain : named(plain, check, path, now));
        if (refused.isPresent()) {
            return refused.get();
        }
        Set<PolicyOid> policies = pkix.policies();
        if (!policy.acceptedPolicies().isEmpty() && Collections.disjoint(policies, policy.acceptedPolicies())) {
            return new Refused(RefusalReason.POLICY_NOT_ACCEPTED, List.of("policies=" + policies));
        }
        Instant until = isGpki()
                ? check.until()
                : RevocationCheck.earliestEnd(revocation.lists().all(), now);
        until = earlier(until, path.anchor().getNotAfter().toInstant());
        for (X509Certificate certificate : path.certificates()) {
            until = earlier(until, certificate.getNotAfter().toInstant());
        }
        reliedOn.accept(path, check);
        return new Accepted(
                CertificateKeys.of(path.leaf()),
                policies,
                until,
                anchorKeys.computeIfAbsent(path.anchor(), AnchorKey::of));
    }

    private Collection<X509CRL> demanded(RevocationCheck check, Path path) {
        check.demand(path);
        return revocation.lists().all();
    }

    private static Refused named(Refused plain, RevocationCheck check, Path path, Instant now) {
        return plain.reason() == RefusalReason.REVOCATION_UNAVAILABLE
                ? check.refusal(path, now).orElse(plain)
                : plain;
    }

    private boolean isGpki() {
        return policy.profile() == Profile.GPKI;
    }

    private Optional<Refused> unfit(Path path) {
        X509Certificate leaf = path.leaf();
        return Structure.authority(leaf)
                .or(() -> Structure.keyUsage(leaf))
                .or(() -> Structure.extendedKeyUsage(leaf))
                .or(() -> weak(path));
    }

    /** By itself, so that a public suite made when nothing of it was weak yet shows what else is refused. */
    Optional<Refused> weak(Path path) {
        Optional<Refused> refused = Optional.empty();
        for (X509Certificate certificate : path.certificates()) {
            refused = refused.or(() -> Structure.weakKey(certificate)).or(() -> Structure.weakSignature(certificate));
        }
        // An anchor is trusted for its key; nobody relies on the signature it put under itself.
        return refused.or(() -> Structure.weakKey(path.anchor()));
    }

    /** By itself, as {@link #weak}. */
    Optional<Refused> weakLists(RevocationCheck check) {
        return check.weaklySigned();
    }

    /** A certificate is good from its notBefore to its notAfter, both included (RFC 5280 §4.1.2.5). */
    private Optional<Refused> outOfTime(Path path, Instant now) {
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
                        "issuerNotBefore=" + certificate.getNotBefore().toInstant(),
                        "issuerNotAfter=" + certificate.getNotAfter().toInstant());
            }
        }
        return Optional.empty();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
