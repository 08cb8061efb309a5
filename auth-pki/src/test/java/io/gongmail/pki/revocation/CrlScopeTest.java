package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.Adversary;
import io.gongmail.pki.TestAuthority;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;

/** Of which certificates a list speaks, by its issuing distribution point alone: no validator stands behind it here. */
class CrlScopeTest {
    private static final TestAuthority CA = TestAuthority.root("CN=CA,C=KR");
    private static final X509Certificate PERSON = CA.issue(CA.person());
    private static final X509Certificate AUTHORITY =
            CA.authority("CN=Below,C=KR", made -> made).certificate();
    private static final X509Certificate LAST_AUTHORITY = CA.authority(
                    "CN=Last,C=KR", made -> made.with(Extension.basicConstraints, true, new BasicConstraints(0)))
            .certificate();

    private static CrlScope scope(IssuingDistributionPoint point) {
        return CrlScope.of(CA.list().ofPoint(point).made());
    }

    private static IssuingDistributionPoint point(boolean user, boolean ca, boolean indirect, boolean attributes) {
        return new IssuingDistributionPoint(null, user, ca, null, indirect, attributes);
    }

    private static DistributionPointName uris(String... uris) {
        GeneralName[] names = new GeneralName[uris.length];
        for (int i = 0; i < uris.length; i++) {
            names[i] = new GeneralName(GeneralName.uniformResourceIdentifier, uris[i]);
        }
        return new DistributionPointName(new GeneralNames(names));
    }

    private static DistributionPointName relative(String name) {
        ASN1EncodableVector one = new ASN1EncodableVector();
        one.add(new AttributeTypeAndValue(
                BCStyle.CN,
                X500Name.getInstance(new X500Name("CN=" + name))
                        .getRDNs()[0]
                        .getFirst()
                        .getValue()));
        return new DistributionPointName(DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER, new DERSet(one));
    }

    private static CrlScope named(DistributionPointName name) {
        return scope(new IssuingDistributionPoint(name, false, false, null, false, false));
    }

    private static X509Certificate personAt(DistributionPointName... names) {
        DistributionPoint[] points = new DistributionPoint[names.length];
        for (int i = 0; i < names.length; i++) {
            points[i] = new DistributionPoint(names[i], null, new GeneralNames(new GeneralName(new X500Name("CN=x"))));
        }
        return CA.issue(CA.person().with(Extension.cRLDistributionPoints, false, new CRLDistPoint(points)));
    }

    @Test
    void aListWithoutAPointSpeaksOfAll() {
        CrlScope all = CrlScope.of(CA.list().made());
        assertThat(all.covers(PERSON)).isTrue();
        assertThat(all.covers(AUTHORITY)).isTrue();
        assertThat(all.isComplete()).isTrue();
    }

    @Test
    void aListOfPeopleSpeaksOfNoAuthority() {
        CrlScope people = scope(point(true, false, false, false));
        assertThat(people.covers(PERSON)).isTrue();
        assertThat(people.covers(AUTHORITY)).isFalse();
        assertThat(people.covers(LAST_AUTHORITY)).isFalse();
    }

    @Test
    void aListOfAuthoritiesSpeaksOfNoPerson() {
        CrlScope authorities = scope(point(false, true, false, false));
        assertThat(authorities.covers(PERSON)).isFalse();
        assertThat(authorities.covers(AUTHORITY)).isTrue();
        assertThat(authorities.covers(LAST_AUTHORITY)).isTrue();
    }

    @Test
    void anotherIssuersWordAndAttributeCertificatesAreNotOurs() {
        assertThat(scope(point(false, false, true, false)).covers(PERSON)).isFalse();
        assertThat(scope(point(false, false, false, true)).covers(PERSON)).isFalse();
    }

    @Test
    @Adversary("CRL of another partition")
    void aPartitionSpeaksOfCertificatesThatNameIt() {
        CrlScope first = named(uris("http://crl.example/1"));
        assertThat(first.covers(personAt(uris("http://crl.example/1")))).isTrue();
        assertThat(first.covers(personAt(uris("http://crl.example/2")))).isFalse();
        assertThat(first.covers(PERSON)).isFalse();
    }

    @Test
    void oneCommonNameOfSeveralIsEnough() {
        CrlScope two = named(uris("http://crl.example/1", "ldap://crl.example/1"));
        assertThat(two.covers(personAt(uris("ldap://crl.example/1")))).isTrue();
        assertThat(two.covers(personAt(uris("http://crl.example/9"), uris("http://crl.example/1"))))
                .isTrue();
        assertThat(two.covers(personAt(uris("http://crl.example/9", "ldap://crl.example/9"))))
                .isFalse();
    }

    @Test
    void aDistributionPointWithoutANameMeetsNone() {
        assertThat(named(uris("http://crl.example/1")).covers(personAt((DistributionPointName) null)))
                .isFalse();
    }

    @Test
    void relativeNamesMeetWhenWrittenAlike() {
        CrlScope relative = named(relative("dp1"));
        assertThat(relative.covers(personAt(relative("dp1")))).isTrue();
        assertThat(relative.covers(personAt(relative("dp2")))).isFalse();
        assertThat(relative.covers(personAt(uris("http://crl.example/1")))).isFalse();
        assertThat(named(uris("http://crl.example/1")).covers(personAt(relative("dp1"))))
                .isFalse();
    }

    @Test
    void aDeltaAndAListForSomeReasonsAreIncomplete() {
        assertThat(CrlScope.of(CA.list().delta().made()).isComplete()).isFalse();
        assertThat(scope(new IssuingDistributionPoint(
                                null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false))
                        .isComplete())
                .isFalse();
        assertThat(CrlScope.of(CA.list()
                                .ofPoint(point(true, false, false, false))
                                .delta()
                                .made())
                        .isComplete())
                .isFalse();
        assertThat(scope(point(true, false, false, false)).isComplete()).isTrue();
    }

    @Test
    void scopesAreEqualWhenWrittenAlikeAndBothCompleteOrNot() {
        CrlScope one = named(uris("http://crl.example/1"));
        assertThat(one)
                .isEqualTo(named(uris("http://crl.example/1")))
                .hasSameHashCodeAs(named(uris("http://crl.example/1")));
        assertThat(one).isNotEqualTo(named(uris("http://crl.example/2")));
        assertThat(one.hashCode())
                .isNotEqualTo(named(uris("http://crl.example/2")).hashCode());
        assertThat(CrlScope.of(CA.list().made()))
                .isNotEqualTo(CrlScope.of(CA.list().delta().made()))
                .isNotEqualTo("");
    }
}
