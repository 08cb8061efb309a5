package io.gongmail.pki.revocation;

import io.gongmail.pki.BouncyCastle;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.RevocationSource;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a certificate was revoked, by the sources of the policy in its order. What any of them has said already is heard
 * first, without waiting: "revoked" is final. Then they are asked one after another until one says good. Thread-safe.
 */
public final class Revocation {
    private static final Logger LOG = LoggerFactory.getLogger(Revocation.class);

    private final RevocationPolicy policy;
    private final RevocationLists lists;
    private final ListedStanding listed;
    private final @Nullable OcspClient ocsp;

    /** With lists, and without responders. */
    public Revocation(RevocationPolicy policy, RevocationLists lists) {
        this(policy, lists, null);
    }

    /** @param ocsp asks responders; null where none is asked */
    public Revocation(RevocationPolicy policy, RevocationLists lists, @Nullable OcspClient ocsp) {
        this.policy = policy;
        this.lists = lists;
        this.listed = new ListedStanding(lists, BouncyCastle.PROVIDER);
        this.ocsp = ocsp;
    }

    /** All lists at hand. */
    public RevocationLists lists() {
        return lists;
    }

    /**
     * Rises whenever something else may be said of a certificate than before, the passing of time aside: a list at hand
     * changed, or a responder said revoked.
     */
    public long version() {
        return lists.version() + (ocsp == null ? 0 : ocsp.revocations());
    }

    /** Whether lists are heard before any responder is asked: what they say stands without it. */
    public boolean hearsListsFirst() {
        return policy.order().get(0) != RevocationSource.OCSP;
    }

    /** What one judgement may wait, from now on. */
    public Patience patience() {
        return Patience.of(policy.waiting());
    }

    /**
     * What holds of {@code certificate} now.
     *
     * @param issuer who signed it, verified up to an anchor
     * @param patience how long answers from outside may be waited for
     */
    public Standing of(X509Certificate certificate, X509Certificate issuer, Instant now, Patience patience) {
        Standing atHand = listed.of(certificate, issuer, now);
        if (atHand instanceof Revoked) {
            return atHand;
        }
        Optional<Revoked> answered = ocsp == null ? Optional.empty() : ocsp.revoked(certificate, issuer);
        if (answered.isPresent()) {
            return answered.get();
        }
        if (atHand instanceof Good) {
            // A list in a file may be good for weeks: what its point has to say meanwhile is followed from behind.
            demand(certificate, issuer, Patience.NONE);
        }
        List<Unavailable> silent = new ArrayList<>();
        for (int asked = 0; asked < policy.order().size(); asked++) {
            Patience part = patience.part(policy.order().size() - asked);
            Standing said = switch (policy.order().get(asked)) {
                case FILES -> atHand;
                case CRL -> fetched(certificate, issuer, now, atHand, part);
                case OCSP -> ocsp(certificate, issuer, now, part);
            };
            if (said instanceof Unavailable unavailable) {
                silent.add(unavailable);
            } else {
                return said;
            }
        }
        return inGrace(certificate, now, silent).map(Standing.class::cast).orElseGet(() -> told(certificate, silent));
    }

    /** Lets the lists that {@code certificate} names come to hand, where the policy has them fetched. */
    public void demand(X509Certificate certificate, X509Certificate issuer, Patience patience) {
        if (policy.order().contains(RevocationSource.CRL)) {
            lists.demand(certificate, issuer, patience);
        }
    }

    /** Whether a list at hand names this certificate; for ending the sessions of certificates judged before. */
    public boolean revokes(CertificateKey key, Instant now) {
        return listed.names(key, now);
    }

    /** The lists that end within an eighth of their time, or have ended, with nothing newer in their place. */
    public List<RunningOut> runningOut(Instant now) {
        return listed.newest().stream()
                .flatMap(list -> RunningOut.of(list, now).stream())
                .sorted(Comparator.comparing(RunningOut::nextUpdate))
                .toList();
    }

    private Standing fetched(
            X509Certificate certificate, X509Certificate issuer, Instant now, Standing atHand, Patience patience) {
        if (atHand instanceof Good) {
            return atHand;
        }
        lists.demand(certificate, issuer, patience);
        return listed.of(certificate, issuer, now);
    }

    private Standing ocsp(X509Certificate certificate, X509Certificate issuer, Instant now, Patience patience) {
        return ocsp == null
                ? Unavailable.because("ocsp=not asked")
                : ocsp.ask(certificate, issuer, now, patience, responder -> of(responder, issuer, now, patience));
    }

    private Optional<Good> inGrace(X509Certificate certificate, Instant now, List<Unavailable> silent) {
        if (policy.grace().isZero()) {
            return Optional.empty();
        }
        return silent.stream()
                .map(Unavailable::goodUntil)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(end -> end.plus(policy.grace()))
                .filter(now::isBefore)
                .map(end -> {
                    LOG.warn(
                            "revocation of {} cannot be asked for; good by grace until {}",
                            certificate.getSerialNumber().toString(16),
                            end);
                    return new Good(end, List.of(), List.of("grace=until " + end));
                });
    }

    private static Unavailable told(X509Certificate certificate, List<Unavailable> silent) {
        Unavailable first =
                silent.stream().filter(Unavailable::stale).findFirst().orElse(silent.get(0));
        List<String> evidence = new ArrayList<>(first.evidence());
        silent.stream()
                .filter(unavailable -> unavailable != first)
                .flatMap(unavailable -> unavailable.evidence().stream())
                .filter(line -> !evidence.contains(line))
                .forEach(evidence::add);
        DistributionPoints.notAsked(certificate)
                .forEach(address -> evidence.add(
                        "notAsked=" + address + " (lists are asked for by ldap and http, responders by" + " http)"));
        return new Unavailable(first.stale(), first.goodUntil(), evidence);
    }
}
