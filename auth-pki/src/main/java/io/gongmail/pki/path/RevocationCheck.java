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
import java.util.List;
import java.util.Optional;

/**
 * Looks each certificate of a path up in the lists of its issuer (RFC 5280 §6.3, without delta lists). Hard fail: no list
 * that the issuer signed, or none that is fresh, is a refusal. A list past its time still revokes.
 */
final class RevocationCheck {
    private static final int CRL_SIGN = 6;

    private final RevocationLists lists;
    private final Provider provider;
    private Instant until = Instant.MAX;

    RevocationCheck(RevocationLists lists, Provider provider) {
        this.lists = lists;
        this.provider = provider;
    }

    /** The earliest nextUpdate of the lists relied on. */
    Instant until() {
        return until;
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
        List<X509CRL> signed = lists.of(certificate.getIssuerX500Principal()).stream()
                .filter(list -> mayAndDidSign(issuer, list))
                .toList();
        if (signed.isEmpty()) {
            return refused(RefusalReason.REVOCATION_UNAVAILABLE, "issuer=" + name(issuer));
        }
        for (X509CRL list : signed) {
            X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
            if (entry != null && entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL) {
                return revoked(certificate, endEntity, list, entry);
            }
        }
        Optional<X509CRL> fresh =
                signed.stream().filter(list -> isFresh(list, now)).findFirst();
        if (fresh.isEmpty()) {
            X509CRL stale = signed.get(0);
            return refused(
                    RefusalReason.REVOCATION_STALE,
                    "issuer=" + name(issuer),
                    "crlNumber=" + CrlFiles.number(stale),
                    "nextUpdate="
                            + (stale.getNextUpdate() == null
                                    ? "none"
                                    : stale.getNextUpdate().toInstant()));
        }
        Instant next = fresh.get().getNextUpdate().toInstant();
        if (next.isBefore(until)) {
            until = next;
        }
        return Optional.empty();
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
                "crlNumber=" + CrlFiles.number(list),
                "thisUpdate=" + list.getThisUpdate().toInstant());
    }

    /** A list is good up to, but not at, its nextUpdate; one without nextUpdate never is (RFC 5280 §5.1.2.5). */
    private static boolean isFresh(X509CRL list, Instant now) {
        return !now.isBefore(list.getThisUpdate().toInstant())
                && list.getNextUpdate() != null
                && now.isBefore(list.getNextUpdate().toInstant());
    }

    private boolean mayAndDidSign(X509Certificate issuer, X509CRL list) {
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey(), provider);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
