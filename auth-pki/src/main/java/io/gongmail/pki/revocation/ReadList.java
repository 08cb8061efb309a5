package io.gongmail.pki.revocation;

import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertList.CRLEntry;
import org.jspecify.annotations.Nullable;

/** One list, read once: what it speaks of, whom it names, and by whose key it was found signed. Thread-safe. */
final class ReadList {
    static final Comparator<ReadList> OLDEST_FIRST =
            Comparator.<ReadList, BigInteger>comparing(list -> list.number).thenComparing(list -> list.thisUpdate);

    private final X509CRL list;
    private final CrlScope scope;
    private final BigInteger number;
    private final @Nullable BigInteger base;
    // Bouncy Castle reads a date anew whenever it is asked.
    private final Instant thisUpdate;
    private final @Nullable Instant nextUpdate;
    private final List<String> evidence;
    private final boolean understood;
    private final List<List<URI>> deltas;
    // A large list is looked into and verified for every sign-in: each is done once.
    private final Set<BigInteger> serials;
    private volatile @Nullable Checked checked;

    private record Checked(PublicKey key, boolean holds) {}

    private ReadList(X509CRL list) {
        this.list = list;
        this.scope = CrlScope.of(list);
        this.number = CrlFiles.number(list);
        byte[] delta = list.getExtensionValue(Extension.deltaCRLIndicator.getId());
        this.base = delta == null
                ? null
                : ASN1Integer.getInstance(ASN1OctetString.getInstance(delta).getOctets())
                        .getValue();
        this.understood = understood(list);
        this.deltas = DistributionPoints.ofDeltas(list);
        this.thisUpdate = list.getThisUpdate().toInstant();
        Date end = list.getNextUpdate();
        this.nextUpdate = end == null ? null : end.toInstant();
        this.evidence = List.of("crl=" + CrlFiles.told(list), "crlNumber=" + number, "thisUpdate=" + thisUpdate);
        this.serials = serials(list);
    }

    /** @throws IllegalArgumentException when its name, a date or an extension of it, or of an entry, is broken */
    static ReadList of(X509CRL list) {
        try {
            return new ReadList(list);
        } catch (RuntimeException e) {
            // Bouncy Castle meets broken DER with many kinds.
            throw new IllegalArgumentException("a revocation list with a broken extension", e);
        }
    }

    X509CRL list() {
        return list;
    }

    CrlScope scope() {
        return scope;
    }

    BigInteger number() {
        return number;
    }

    /** Whether it speaks of {@code certificate}, in words all of which are understood (RFC 5280 §5.2). */
    boolean covers(X509Certificate certificate) {
        return understood && scope.covers(certificate);
    }

    boolean isUnderstood() {
        return understood;
    }

    /** Where the newest deltas are, if it says so. */
    List<List<URI>> deltas() {
        return deltas;
    }

    /** A list is good up to, but not at, its nextUpdate; one without nextUpdate never is (RFC 5280 §5.1.2.5). */
    boolean isFresh(Instant now) {
        Instant end = nextUpdate();
        return !now.isBefore(thisUpdate()) && end != null && now.isBefore(end);
    }

    Instant thisUpdate() {
        return thisUpdate;
    }

    @Nullable
    Instant nextUpdate() {
        return nextUpdate;
    }

    /** Which list it is, as {@code name=value}. */
    List<String> evidence() {
        return evidence;
    }

    /** What it says of that serial number, "removed" (of deltas) included. */
    Optional<X509CRLEntry> entry(BigInteger serial) {
        return serials.contains(serial) ? Optional.ofNullable(list.getRevokedCertificate(serial)) : Optional.empty();
    }

    /** Whether it names that serial number as revoked or on hold. */
    boolean names(BigInteger serial) {
        return entry(serial)
                .filter(entry -> entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL)
                .isPresent();
    }

    /** Whether it is what came upon {@code complete} since (RFC 5280 §5.2.4). */
    boolean addsTo(ReadList complete) {
        return base != null
                && scope.isOfTheSamePointAs(complete.scope)
                && base.compareTo(complete.number) <= 0
                && number.compareTo(complete.number) > 0;
    }

    boolean isSignedBy(X509Certificate issuer, Provider provider) {
        PublicKey key = issuer.getPublicKey();
        Checked known = checked;
        if (known == null || !known.key().equals(key)) {
            known = new Checked(key, holds(key, provider));
            checked = known;
        }
        return known.holds();
    }

    private boolean holds(PublicKey key, Provider provider) {
        try {
            list.verify(key, provider);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static boolean understood(X509CRL list) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        return critical == null
                || Set.of(
                                Extension.issuingDistributionPoint.getId(),
                                Extension.deltaCRLIndicator.getId(),
                                Extension.cRLNumber.getId(),
                                Extension.authorityKeyIdentifier.getId())
                        .containsAll(critical);
    }

    /** Reads every entry: a broken one would be met only when its certificate is looked up. Its reason does not matter. */
    private static Set<BigInteger> serials(X509CRL list) {
        try {
            Set<BigInteger> serials = new HashSet<>();
            for (Object read : Collections.list(CertificateList.getInstance(list.getEncoded())
                    .getTBSCertList()
                    .getRevokedCertificateEnumeration())) {
                CRLEntry entry = (CRLEntry) read;
                entry.getExtensions();
                entry.getRevocationDate().getDate();
                serials.add(entry.getUserCertificate().getValue());
            }
            return Set.copyOf(serials);
        } catch (CRLException e) {
            throw new IllegalStateException("a list that was read can be encoded", e);
        }
    }
}
