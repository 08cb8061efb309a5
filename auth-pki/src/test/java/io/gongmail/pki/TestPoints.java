package io.gongmail.pki;

import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/** Distribution points in the making. */
public final class TestPoints {
    private TestPoints() {}

    /** A point for each address. */
    public static CRLDistPoint each(String... addresses) {
        return new CRLDistPoint(Stream.of(addresses)
                .map(address -> new DistributionPoint(name(address), null, null))
                .toArray(DistributionPoint[]::new));
    }

    /** One point with several addresses for the same list. */
    public static CRLDistPoint alternatives(String... addresses) {
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name(addresses), null, null)});
    }

    /** For the list that is at that point and speaks of nothing else. */
    public static IssuingDistributionPoint issuing(String... addresses) {
        return new IssuingDistributionPoint(name(addresses), false, false, null, false, false);
    }

    private static DistributionPointName name(String... addresses) {
        return new DistributionPointName(new GeneralNames(Stream.of(addresses)
                .map(address -> new GeneralName(GeneralName.uniformResourceIdentifier, address))
                .toArray(GeneralName[]::new)));
    }
}
