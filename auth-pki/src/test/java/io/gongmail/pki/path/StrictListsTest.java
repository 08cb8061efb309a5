package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestAuthority.ListOfRevoked;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Accepted;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.RevocationLists;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;

/** Lists that RFC 5280 lets speak and the administrative PKI's profile does not; the public suite has them all. */
class StrictListsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String NAME = "CN=CA134100031,C=KR";
    private static final TestAuthority ROOT = TestAuthority.root("CN=GPKIRootCA1,C=KR");
    private static final TestAuthority ISSUING = ROOT.authority(NAME, made -> made);

    @Test
    void aListByAnotherKeyOfTheSameAuthority() {
        TestAuthority rekeyed = ROOT.authority(NAME, made -> made);
        assertOnlyPlainAccepts(ISSUING.person(), List.of(rekeyed.certificate()), rekeyed.list());
    }

    @Test
    void listsForSomeReasonsEach() {
        int some = ReasonFlags.keyCompromise | ReasonFlags.cACompromise;
        int others = ReasonFlags.unused
                | ReasonFlags.affiliationChanged
                | ReasonFlags.superseded
                | ReasonFlags.cessationOfOperation
                | ReasonFlags.certificateHold
                | ReasonFlags.privilegeWithdrawn
                | ReasonFlags.aACompromise;
        assertOnlyPlainAccepts(
                ISSUING.person(),
                List.of(),
                ISSUING.list()
                        .ofPoint(new IssuingDistributionPoint(null, false, false, new ReasonFlags(some), false, false)),
                ISSUING.list()
                        .ofPoint(new IssuingDistributionPoint(
                                null, false, false, new ReasonFlags(others), false, false)));
    }

    @Test
    void anIndirectList() {
        assertOnlyPlainAccepts(
                ISSUING.person(),
                List.of(),
                ISSUING.list().ofPoint(new IssuingDistributionPoint(null, false, false, null, true, false)));
    }

    @Test
    void aPointNamedInPartByTheCertificateAndInFullByTheList() {
        ASN1EncodableVector part = new ASN1EncodableVector();
        part.add(new AttributeTypeAndValue(BCStyle.CN, new DERUTF8String("crl1")));
        DistributionPointName inPart =
                new DistributionPointName(DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER, new DERSet(part));
        DistributionPointName inFull = new DistributionPointName(
                new GeneralNames(new GeneralName(new X500Name("CN=CA134100031,C=KR,CN=crl1"))));
        TestCertificate person = ISSUING.person()
                .with(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(inPart, null, null)
                }));
        assertOnlyPlainAccepts(
                person,
                List.of(),
                ISSUING.list().ofPoint(new IssuingDistributionPoint(inFull, false, false, null, false, false)));
    }

    private static void assertOnlyPlainAccepts(
            TestCertificate person, List<X509Certificate> others, ListOfRevoked... ofIssuing) {
        X509Certificate leaf = ISSUING.issue(person);
        List<X509CRL> lists = Stream.concat(Stream.of(ROOT.list()), Stream.of(ofIssuing))
                .map(ListOfRevoked::made)
                .toList();
        assertThat(judged(Profile.RFC5280, leaf, others, lists)).isInstanceOf(Accepted.class);
        assertThat(judged(Profile.GPKI, leaf, others, lists))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE));
    }

    private static Verdict judged(
            Profile profile, X509Certificate leaf, List<X509Certificate> others, List<X509CRL> lists) {
        JudgePolicy policy = new JudgePolicy(profile, List.of(ROOT.certificate()), others, Set.of(), 5, 32 * 1024);
        return new PathJudge(policy, new Fixed(lists), new SetClock(NOW))
                .judge(PeerCertificate.of(List.of(leaf, ISSUING.certificate())));
    }

    private record Fixed(List<X509CRL> all) implements RevocationLists {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public List<X509CRL> of(X500Principal issuer) {
            return all.stream()
                    .filter(list -> list.getIssuerX500Principal().equals(issuer))
                    .toList();
        }
    }
}
