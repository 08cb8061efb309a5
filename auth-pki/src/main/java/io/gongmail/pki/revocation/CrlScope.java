package io.gongmail.pki.revocation;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.jspecify.annotations.Nullable;

/**
 * Of which certificates a list speaks: its issuing distribution point (RFC 5280 §5.2.5). Lists of the administrative PKI
 * are partitioned: one partition's silence says nothing of another's certificates. Equal when written alike.
 */
final class CrlScope {
    private final String written;
    private final @Nullable IssuingDistributionPoint point;
    private final boolean complete;

    private CrlScope(String written, @Nullable IssuingDistributionPoint point, boolean complete) {
        this.written = written;
        this.point = point;
        this.complete = complete;
    }

    static CrlScope of(X509CRL list) {
        boolean delta = list.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null;
        byte[] value = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
        if (value == null) {
            return new CrlScope("", null, !delta);
        }
        byte[] octets = ASN1OctetString.getInstance(value).getOctets();
        IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(octets);
        return new CrlScope(HexFormat.of().formatHex(octets), point, !delta && point.getOnlySomeReasons() == null);
    }

    /** Whether its silence means good: no delta list, no list for some reasons only. */
    boolean isComplete() {
        return complete;
    }

    /** Whether both are of one issuing distribution point, complete or delta. */
    boolean isOfTheSamePointAs(CrlScope other) {
        return written.equals(other.written);
    }

    /** The addresses that its issuing distribution point gives it; empty where it names none. */
    List<String> addresses() {
        DistributionPointName name = point == null ? null : point.getDistributionPoint();
        return name == null ? List.of() : DistributionPoints.addresses(name);
    }

    /** Whether it speaks of {@code certificate}. An indirect list never does here: it is another issuer's word. */
    boolean covers(X509Certificate certificate) {
        if (point == null) {
            return true;
        }
        boolean authority = certificate.getBasicConstraints() >= 0;
        if (point.isIndirectCRL()
                || point.onlyContainsAttributeCerts()
                || point.onlyContainsUserCerts() && authority
                || point.onlyContainsCACerts() && !authority) {
            return false;
        }
        DistributionPointName name = point.getDistributionPoint();
        return name == null || named(name, certificate);
    }

    private static boolean named(DistributionPointName name, X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (value == null) {
            return false;
        }
        DistributionPoint[] points = CRLDistPoint.getInstance(
                        ASN1OctetString.getInstance(value).getOctets())
                .getDistributionPoints();
        return Stream.of(points)
                .map(DistributionPoint::getDistributionPoint)
                .filter(Objects::nonNull)
                .anyMatch(point -> meet(point, name));
    }

    private static boolean meet(DistributionPointName one, DistributionPointName other) {
        if (one.getType() != DistributionPointName.FULL_NAME || other.getType() != DistributionPointName.FULL_NAME) {
            return one.equals(other);
        }
        GeneralName[] names = GeneralNames.getInstance(one.getName()).getNames();
        return Stream.of(GeneralNames.getInstance(other.getName()).getNames())
                .anyMatch(name -> Arrays.asList(names).contains(name));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CrlScope scope && written.equals(scope.written) && complete == scope.complete;
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }
}
