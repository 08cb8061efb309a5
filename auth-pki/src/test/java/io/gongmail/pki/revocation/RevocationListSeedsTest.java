package io.gongmail.pki.revocation;

import static io.gongmail.pki.revocation.RevocationListFuzzTest.AUTHORITY;
import static io.gongmail.pki.revocation.RevocationListFuzzTest.HONG;
import static io.gongmail.pki.revocation.RevocationListFuzzTest.ISSUER;
import static io.gongmail.pki.revocation.RevocationListFuzzTest.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.SignedOctets;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestAuthority.ListOfRevoked;
import io.gongmail.pki.TestPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The inputs that {@link RevocationListFuzzTest} begins with, as {@link OcspSeedsTest} for answers: what a distribution point
 * makes of each, and what the list in a file says of the certificate.
 */
class RevocationListSeedsTest {
    private static final String SIGNED_BY_THE_TEST = "-content.der";
    private static final String OF_THE_POINT = "http://crl.example/any.crl";
    private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();

    @TempDir
    Path home;

    static {
        OUTCOMES.put("list.der", "taken, Revoked onHold=false");
        OUTCOMES.put("list.pem", "taken, Revoked onHold=false");
        OUTCOMES.put("list-content.der", "taken, Revoked onHold=false");
        OUTCOMES.put("empty-content.der", "taken, Good");
        OUTCOMES.put("hold-content.der", "taken, Revoked onHold=true");
        OUTCOMES.put("delta-content.der", "taken, Unavailable");
        OUTCOMES.put("freshest-content.der", "taken, Good");
        OUTCOMES.put("freshest-named-content.der", "taken with deltas, Good");
        OUTCOMES.put("partition-content.der", "taken, Good");
        OUTCOMES.put("another-partition-content.der", "is the list of another partition, Unavailable");
        OUTCOMES.put("relative-partition-content.der", "taken, Unavailable");
        OUTCOMES.put("over-content.der", "taken, Unavailable");
        OUTCOMES.put("without-end-content.der", "taken, Unavailable");
        OUTCOMES.put("future-content.der", "is of the future, Unavailable");
        OUTCOMES.put("unknown-critical-content.der", "has a critical extension that is not known, Unavailable");
        OUTCOMES.put("another-issuer-content.der", "is a list of, Unavailable");
        OUTCOMES.put("broken-freshest-content.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("broken-partition-content.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("broken-base-content.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("number-no-integer-content.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("broken-date-content.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("broken-entry-content.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("broken-reason-content.der", "taken, Revoked onHold=false"); // whatever the reason
        // Findings, not made anew.
        OUTCOMES.put("length-of-gigabytes.der", "is not a revocation list, Unavailable");
        OUTCOMES.put("without-length-and-padding-broken.der", "is not a revocation list, Unavailable");
    }

    @TestFactory
    Stream<DynamicTest> eachLeadsToItsPlace() {
        return OUTCOMES.entrySet().stream()
                .map(seed -> DynamicTest.dynamicTest(
                        seed.getKey(), () -> assertThat(outcome(seed.getKey())).isEqualTo(seed.getValue())));
    }

    @Test
    void everyInputIsInTheTable() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(OUTCOMES.keySet());
        }
    }

    private String outcome(String name) throws IOException {
        byte[] octets = Files.readAllBytes(folder().resolve(name));
        byte[] list = name.endsWith(SIGNED_BY_THE_TEST) ? SignedOctets.around(octets, AUTHORITY.keyPair()) : octets;
        CrlFiles files = new CrlFiles(List.of(Files.write(home.resolve("any.crl"), list)));
        Standing standing = new ListedStanding(files, RevocationListFuzzTest.BOUNCY_CASTLE).of(HONG, ISSUER, NOW);
        return atPoint(list) + ", "
                + standing.fold(
                        good -> "Good", revoked -> "Revoked onHold=" + revoked.onHold(), unavailable -> "Unavailable");
    }

    private static String atPoint(byte[] list) {
        Point point = new Point(
                ISSUER,
                List.of(DistributionPoints.uri(OF_THE_POINT).orElseThrow()),
                RevocationListFuzzTest.BOUNCY_CASTLE,
                NOW);
        try {
            point.take(list, RevocationListFuzzTest.CLOCK);
            return point.deltas().isEmpty() ? "taken" : "taken with deltas";
        } catch (IOException e) {
            return OUTCOMES.values().stream()
                    .map(outcome -> outcome.substring(0, outcome.indexOf(',')))
                    .filter(e.getMessage()::startsWith)
                    .findFirst()
                    .orElse(e.getMessage());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "golden.rewrite", matches = "true")
    void makeThemAnew() throws Exception {
        write("empty", AUTHORITY.list());
        write("hold", AUTHORITY.list().revoking(HONG, CRLReason.certificateHold, TestAuthority.START));
        write(
                "freshest-named",
                AUTHORITY
                        .list()
                        .with(
                                Extension.freshestCRL,
                                false,
                                TestPoints.each("ldap://crl.example/cn=delta,o=GPKI,c=KR")));
        write("partition", AUTHORITY.list().ofPoint(TestPoints.issuing(OF_THE_POINT)));
        write("another-partition", AUTHORITY.list().ofPoint(TestPoints.issuing("http://crl.example/other.crl")));
        write(
                "relative-partition",
                AUTHORITY
                        .list()
                        .with(
                                Extension.issuingDistributionPoint,
                                true,
                                new DERSequence(new DERTaggedObject(
                                        true, 0, new DERTaggedObject(false, 1, new DERSequence())))));
        write("over", AUTHORITY.list().until(NOW.minusSeconds(1)));
        write("without-end", AUTHORITY.list().until(null));
        write("future", AUTHORITY.list().from(NOW.plusSeconds(3600)));
        write("unknown-critical", AUTHORITY.list().with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE));
        write("another-issuer", TestAuthority.root("CN=Another,C=KR").list());
        write("broken-freshest", AUTHORITY.list().with(Extension.freshestCRL, false, new ASN1Integer(1)));
        // What no library writes is made in the octets, by another tag.
        write(
                "broken-partition",
                spoilt(
                        AUTHORITY.list().ofPoint(TestPoints.issuing(OF_THE_POINT)),
                        "551d1c0101ff04223020",
                        "551d1c0101ff04220220"));
        write("broken-base", spoilt(AUTHORITY.list().delta(), "551d1b0101ff0403020101", "551d1b0101ff0403040101"));
        write(
                "broken-reason",
                spoilt(
                        AUTHORITY.list().revoking(HONG, CRLReason.keyCompromise, TestAuthority.START),
                        "551d1504030a0101",
                        "551d150403020101"));
    }

    private static byte[] spoilt(ListOfRevoked list, String right, String wrong) throws Exception {
        String content = HexFormat.of().formatHex(list.made().getTBSCertList());
        assertThat(content).contains(right);
        return HexFormat.of().parseHex(content.replace(right, wrong));
    }

    private static void write(String name, ListOfRevoked list) throws Exception {
        write(name, list.made().getTBSCertList());
    }

    private static void write(String name, byte[] content) throws IOException {
        Files.write(Files.createDirectories(folder()).resolve(name + SIGNED_BY_THE_TEST), content);
    }

    private static Path folder() {
        return OcspSeedsTest.inputs(RevocationListFuzzTest.class);
    }
}
