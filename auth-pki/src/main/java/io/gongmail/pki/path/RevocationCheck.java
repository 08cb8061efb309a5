package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.name;
import static io.gongmail.pki.path.Structure.refused;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.RevocationLists;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks each certificate of a path up in the lists of its issuer (RFC 5280 §6.3). Hard fail: no list that the issuer
 * signed and that speaks of such a certificate, or none that is fresh, is a refusal. Of several lists for the same
 * certificates the newest speaks; one past its time still revokes.
 */
final class RevocationCheck {
    private static final int CRL_SIGN = 6;
    private static final Comparator<X509CRL> OLDEST_FIRST =
            Comparator.comparing(CrlFiles::number).thenComparing(X509CRL::getThisUpdate);

    private final RevocationLists lists;
    private final Provider provider;
    private final List<X509CRL> consulted = new ArrayList<>();
    private Instant until = Instant.MAX;

    RevocationCheck(RevocationLists lists, Provider provider) {
        this.lists = lists;
        this.provider = provider;
    }

    /** The earliest nextUpdate of the lists relied on. */
    Instant until() {
        return until;
    }

    /** The lists that spoke: the newest of each scope, and what was added to them since. */
    List<X509CRL> consulted() {
        return List.copyOf(consulted);
    }

    /** Each list that spoke: whose it is, which, from when, until when. */
    List<String> evidence() {
        return consulted.stream().distinct().map(list -> "crl=" + told(list)).toList();
    }

    private static String told(X509CRL list) {
        return list.getIssuerX500Principal().getName() + " number " + CrlFiles.number(list) + ", thisUpdate "
                + list.getThisUpdate().toInstant() + ", nextUpdate "
                + (list.getNextUpdate() == null ? "none" : list.getNextUpdate().toInstant());
    }

    /** The earliest nextUpdate of those of {@code lists} that are fresh. */
    static Instant earliestEnd(Collection<X509CRL> lists, Instant now) {
        return lists.stream()
                .filter(list -> isFresh(list, now))
                .map(list -> list.getNextUpdate().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    Optional<Refused> refusal(PathFinder.Path path, Instant now) {
        for (int position = 0; position < path.certificates().size(); position++) {
            Optional<Refused> refused =
                    refusal(path.certificates().get(position), path.issuerOf(position), position == 0, now);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> refusal(
            X509Certificate certificate, X509Certificate issuer, boolean endEntity, Instant now) {
        if (!mayList(issuer)) {
            return refused(
                    RefusalReason.REVOCATION_UNAVAILABLE,
                    "issuer=" + name(issuer),
                    "crl=none, its key usage lacks cRLSign");
        }
        List<X509CRL> speaking = lists.of(certificate.getIssuerX500Principal()).stream()
                .filter(list -> CrlScope.of(list).covers(certificate) && signed(issuer, list))
                .toList();
        List<X509CRL> newest = newestOfEachScope(speaking);
        List<X509CRL> heard = new ArrayList<>(newest);
        heard.addAll(deltasAfter(newest, speaking));
        consulted.addAll(heard);
        for (X509CRL list : heard) {
            X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
            if (entry != null && entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL) {
                return revoked(certificate, endEntity, list, entry);
            }
        }
        if (newest.isEmpty()) {
            return refused(RefusalReason.REVOCATION_UNAVAILABLE, "issuer=" + name(issuer), "crl=none at hand");
        }
        Optional<X509CRL> fresh =
                newest.stream().filter(list -> isFresh(list, now)).max(OLDEST_FIRST);
        if (fresh.isEmpty()) {
            return stale(issuer, newest.get(0));
        }
        Instant next = fresh.get().getNextUpdate().toInstant();
        if (next.isBefore(until)) {
            until = next;
        }
        return Optional.empty();
    }

    private static List<X509CRL> newestOfEachScope(List<X509CRL> speaking) {
        List<X509CRL> newest = new ArrayList<>();
        for (X509CRL list : speaking) {
            CrlScope scope = CrlScope.of(list);
            if (scope.isComplete()
                    && speaking.stream()
                            .noneMatch(other ->
                                    CrlScope.of(other).equals(scope) && OLDEST_FIRST.compare(other, list) > 0)) {
                newest.add(list);
            }
        }
        return newest;
    }

    private static List<X509CRL> deltasAfter(List<X509CRL> newest, List<X509CRL> speaking) {
        // Newer than every complete list is only what is not complete.
        return speaking.stream()
                .filter(list -> newest.stream().noneMatch(base -> OLDEST_FIRST.compare(base, list) >= 0))
                .toList();
    }

    private static Optional<Refused> stale(X509Certificate issuer, X509CRL list) {
        return refused(
                RefusalReason.REVOCATION_STALE,
                "issuer=" + name(issuer),
                "crlNumber=" + CrlFiles.number(list),
                "thisUpdate=" + list.getThisUpdate().toInstant(),
                "nextUpdate="
                        + (list.getNextUpdate() == null
                                ? "none"
                                : list.getNextUpdate().toInstant()));
    }

    private static Optional<Refused> revoked(
            X509Certificate certificate, boolean endEntity, X509CRL list, X509CRLEntry entry) {
        RefusalReason reason = RefusalReason.PATH_INVALID;
        if (endEntity) {
            reason = entry.getRevocationReason() == CRLReason.CERTIFICATE_HOLD
                    ? RefusalReason.SUSPENDED
                    : RefusalReason.REVOKED;
        }
        return refused(
                reason,
                "revokedOn=" + entry.getRevocationDate().toInstant(),
                "revoked=" + name(certificate),
                "crl=" + told(list),
                "crlNumber=" + CrlFiles.number(list),
                "thisUpdate=" + list.getThisUpdate().toInstant());
    }

    /** A list is good up to, but not at, its nextUpdate; one without nextUpdate never is (RFC 5280 §5.1.2.5). */
    private static boolean isFresh(X509CRL list, Instant now) {
        return !now.isBefore(list.getThisUpdate().toInstant())
                && list.getNextUpdate() != null
                && now.isBefore(list.getNextUpdate().toInstant());
    }

    private static boolean mayList(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    private boolean signed(X509Certificate issuer, X509CRL list) {
        try {
            list.verify(issuer.getPublicKey(), provider);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
