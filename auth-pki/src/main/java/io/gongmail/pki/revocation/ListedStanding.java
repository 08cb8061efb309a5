package io.gongmail.pki.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.math.BigInteger;
import java.security.Provider;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks certificates up in the lists at hand of their issuer (RFC 5280 §6.3): of several lists for the same certificates
 * the newest speaks, with the deltas that came upon it since; one past its time still revokes. Thread-safe.
 */
final class ListedStanding {
    private static final Logger LOG = LoggerFactory.getLogger(ListedStanding.class);
    private static final int CRL_SIGN = 6;
    private static final int MOST_ISSUERS = 100;

    private final RevocationLists lists;
    private final Provider provider;
    private final Cache<X509CRL, Optional<ReadList>> read =
            Caffeine.newBuilder().weakKeys().build();
    private final Cache<String, Heard> heard =
            Caffeine.newBuilder().maximumSize(MOST_ISSUERS).build();

    /** @param version of the lists at hand when it was looked */
    private record Heard(long version, List<ReadList> lists) {}

    ListedStanding(RevocationLists lists, Provider provider) {
        this.lists = lists;
        this.provider = provider;
    }

    Standing of(X509Certificate certificate, X509Certificate issuer, Instant now) {
        String name = issuer.getSubjectX500Principal().getName();
        if (!mayList(issuer)) {
            return Unavailable.because("issuer=" + name, "crl=none, its key usage lacks cRLSign");
        }
        List<ReadList> speaking = readable(lists.about(certificate, issuer)).stream()
                .filter(list -> list.covers(certificate) && list.isSignedBy(issuer, provider))
                .toList();
        List<ReadList> newest = newestOfEachScope(speaking);
        List<ReadList> heard = new ArrayList<>(newest);
        heard.addAll(deltasAfter(newest, speaking));
        BigInteger serial = certificate.getSerialNumber();
        Optional<ReadList> revoking = heard.stream()
                .filter(list ->
                        list.names(serial) && !isLifted(list, list.entry(serial).orElseThrow(), heard, now))
                .max(ReadList.OLDEST_FIRST);
        if (revoking.isPresent()) {
            return revoked(
                    certificate, revoking.get(), revoking.get().entry(serial).orElseThrow());
        }
        if (newest.isEmpty()) {
            return Unavailable.because("issuer=" + name, "crl=none at hand");
        }
        Optional<ReadList> fresh =
                newest.stream().filter(list -> list.isFresh(now)).max(ReadList.OLDEST_FIRST);
        if (fresh.isEmpty()) {
            ReadList last = newest.stream()
                    .max(Comparator.comparing(list -> Objects.requireNonNullElse(list.nextUpdate(), Instant.MIN)))
                    .orElseThrow();
            List<String> evidence = new ArrayList<>(List.of("issuer=" + name));
            evidence.addAll(last.evidence());
            Instant end = last.nextUpdate();
            evidence.add("nextUpdate=" + (end == null ? "none" : end));
            return new Unavailable(true, end == null || now.isBefore(end) ? null : end, evidence);
        }
        return new Good(
                Objects.requireNonNull(fresh.get().nextUpdate()),
                heard.stream().map(ReadList::list).toList(),
                fresh.get().evidence());
    }

    /**
     * Whether a list at hand names this certificate. For ending sessions, whose certificate was judged in full when they
     * began: neither scopes nor signatures are looked at again.
     */
    boolean names(CertificateKey key, Instant now) {
        List<ReadList> heard = heardOf(key.issuer());
        return heard.stream()
                .anyMatch(list -> list.names(key.serial())
                        && !isLifted(list, list.entry(key.serial()).orElseThrow(), heard, now));
    }

    /** The lists of an issuer, as {@link CertificateKey#issuer} has it, that have the say; with every sign-in they are asked. */
    private List<ReadList> heardOf(String issuer) {
        long version = lists.version(); // before looking: what changes meanwhile is looked at the next time
        Heard known = heard.getIfPresent(issuer);
        if (known == null || known.version() != version) {
            List<ReadList> all =
                    readable(lists.of(new X500Principal(HexFormat.of().parseHex(issuer))));
            List<ReadList> newest = newestOfEachScope(all);
            List<ReadList> both = new ArrayList<>(newest);
            both.addAll(deltasAfter(newest, all));
            known = new Heard(version, List.copyOf(both));
            heard.put(issuer, known);
        }
        return known.lists();
    }

    /** The newest list of each issuer's each scope. */
    List<ReadList> newest() {
        List<ReadList> newest = new ArrayList<>();
        lists.all().stream().map(X509CRL::getIssuerX500Principal).distinct().forEach(issuer -> {
            List<ReadList> all = readable(lists.of(issuer));
            newest.addAll(newestOfEachScope(all));
        });
        return newest;
    }

    private List<ReadList> readable(Collection<X509CRL> all) {
        return all.stream()
                .map(list -> Objects.requireNonNull(read.get(list, ListedStanding::read)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ReadList> read(X509CRL list) {
        try {
            return Optional.of(ReadList.of(list));
        } catch (IllegalArgumentException e) {
            LOG.error("{} of {}: not used", e.getMessage(), list.getIssuerX500Principal());
            return Optional.empty();
        }
    }

    private static List<ReadList> newestOfEachScope(List<ReadList> speaking) {
        Map<CrlScope, ReadList> newest = new LinkedHashMap<>();
        for (ReadList list : speaking) {
            if (list.scope().isComplete()) {
                newest.merge(
                        list.scope(),
                        list,
                        (one, other) -> ReadList.OLDEST_FIRST.compare(other, one) > 0 ? other : one);
            }
        }
        return List.copyOf(newest.values());
    }

    private static List<ReadList> deltasAfter(List<ReadList> newest, List<ReadList> speaking) {
        // Newer than every complete list is only what is not complete.
        return speaking.stream()
                .filter(list -> newest.stream().noneMatch(base -> ReadList.OLDEST_FIRST.compare(base, list) >= 0))
                .toList();
    }

    /** A hold, and nothing else, may be taken back: by a delta that came upon the list and names it last. */
    private static boolean isLifted(ReadList list, X509CRLEntry entry, List<ReadList> heard, Instant now) {
        return entry.getRevocationReason() == CRLReason.CERTIFICATE_HOLD
                && heard.stream()
                        .filter(delta -> delta.addsTo(list) && delta.isFresh(now))
                        .filter(delta -> delta.entry(entry.getSerialNumber()).isPresent())
                        .max(ReadList.OLDEST_FIRST)
                        .filter(delta -> !delta.names(entry.getSerialNumber()))
                        .isPresent();
    }

    private static Revoked revoked(X509Certificate certificate, ReadList list, X509CRLEntry entry) {
        List<String> evidence = new ArrayList<>(List.of(
                "revokedOn=" + entry.getRevocationDate().toInstant(),
                "revoked=" + certificate.getSubjectX500Principal().getName()));
        evidence.addAll(list.evidence());
        return new Revoked(entry.getRevocationReason() == CRLReason.CERTIFICATE_HOLD, evidence);
    }

    private static boolean mayList(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }
}
