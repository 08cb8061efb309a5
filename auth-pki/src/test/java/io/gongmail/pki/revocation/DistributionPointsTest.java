package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestPoints;
import java.net.URI;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class DistributionPointsTest {
    private final TestAuthority root = TestAuthority.root("CN=Root,C=KR");

    @Test
    void rawSpacesAndLettersAreEscapedAndEscapesAreLeft() {
        assertThat(uri("ldap://cen.dir.go.kr:389/cn=crl1p1dp8335,cn=CA131100001,ou=GPKI,o=Government of Korea,c=KR"
                        + "?certificateRevocationList;binary"))
                .hasToString(
                        "ldap://cen.dir.go.kr:389/cn=crl1p1dp8335,cn=CA131100001,ou=GPKI,o=Government%20of%20Korea,c=KR"
                                + "?certificateRevocationList;binary");
        assertThat(uri("http://a.example/x%20y 100%/가")).hasToString("http://a.example/x%20y%20100%25/%EA%B0%80");
        assertThat(uri(" HTTP://a.example/ ")).hasToString("http://a.example/");
    }

    @Test
    void onlyWhatCanBeAskedByLdapOrHttpIsAnAddress() {
        for (String other : List.of(
                "file:///etc/passwd",
                "https://a.example/",
                "ldaps://a.example/",
                "ftp://a.example/",
                "ldap:///cn=x",
                "http:/a",
                "cn=x",
                "",
                "http://a.example/" + "x".repeat(3_000))) {
            assertThat(DistributionPoints.uri(other)).as(other).isEmpty();
        }
    }

    @Test
    void eachPointHasItsAlternatives() {
        var both = root.issue(root.person()
                .with(
                        Extension.cRLDistributionPoints,
                        false,
                        TestPoints.alternatives("ldap://a.example/cn=x", "http://a.example/x")));
        assertThat(DistributionPoints.ofCertificate(both))
                .containsExactly(List.of(URI.create("ldap://a.example/cn=x"), URI.create("http://a.example/x")));
        var two = root.issue(root.person().listedAt("http://a.example/1", "http://a.example/2"));
        assertThat(DistributionPoints.ofCertificate(two)).hasSize(2);
        assertThat(DistributionPoints.ofCertificate(root.issue(root.person()))).isEmpty();
    }

    @Test
    void addressesThatNobodyAsksAreTold() {
        var secured = root.issue(root.person()
                .listedAt("https://a.example/x", "ldap://a.example/cn=x", "ldaps://a.example/cn=x y")
                .askedAt("https://a.example/ocsp"));
        assertThat(DistributionPoints.ofCertificate(secured))
                .containsExactly(List.of(URI.create("ldap://a.example/cn=x")));
        assertThat(DistributionPoints.responders(secured)).isEmpty();
        assertThat(DistributionPoints.notAsked(secured))
                .containsExactly("https://a.example/x", "ldaps://a.example/cn=x%20y", "https://a.example/ocsp");
        var plain = root.issue(root.person().listedAt("http://a.example/x").askedAt("http://a.example/ocsp"));
        assertThat(DistributionPoints.notAsked(plain)).isEmpty();
        var endless = root.issue(root.person().listedAt("https://a.example/" + "x".repeat(3_000)));
        assertThat(DistributionPoints.notAsked(endless))
                .singleElement()
                .asString()
                .hasSize(200);
    }

    @Test
    void noMoreThanABoundedNumberOfPointsIsKnown() {
        String[] many = new String[20];
        java.util.Arrays.setAll(many, i -> "http://a.example/" + i);
        assertThat(DistributionPoints.ofCertificate(root.issue(root.person().listedAt(many))))
                .hasSize(8);
    }

    private static URI uri(String written) {
        return DistributionPoints.uri(written).orElseThrow();
    }
}
