package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Accepted;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.RevocationLists;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority that writes nonsense into what it signs: the certificate is refused for that, and not as a fault of ours. */
class KnownExtensionsTest {
    private static final TestAuthority ROOT = TestAuthority.root("CN=GPKIRootCA1,C=KR");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5.29.35", // authorityKeyIdentifier
                "2.5.29.14", // subjectKeyIdentifier
                "2.5.29.33", // policyMappings
                "2.5.29.17", // subjectAltName
                "2.5.29.18", // issuerAltName
                "2.5.29.30", // nameConstraints
                "2.5.29.36", // policyConstraints
                "2.5.29.37", // extKeyUsage
                "2.5.29.31", // cRLDistributionPoints
                "2.5.29.46", // freshestCRL
                "2.5.29.54", // inhibitAnyPolicy
                "1.3.6.1.5.5.7.1.1" // authorityInfoAccess
            })
    void oneThatIsNotWhatItsNameSaysIsRefusedInWords(String oid) {
        for (Profile profile : Profile.values()) {
            assertBroken(profile, oid, DERNull.INSTANCE);
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anAddressDeepInADistributionPointIsLookedAtToo(Profile profile) {
        ASN1Encodable noAddress = new DERTaggedObject(true, 6, DERNull.INSTANCE);
        ASN1Encodable fullName = new DERTaggedObject(false, 0, new DERSequence(noAddress));
        ASN1Encodable point = new DERSequence(new DERTaggedObject(true, 0, fullName));
        assertBroken(profile, Extension.cRLDistributionPoints.getId(), new DERSequence(point));
    }

    @Test
    void oneThatNobodyReadsMayHoldAnything() {
        TestCertificate person = ROOT.person().with(new ASN1ObjectIdentifier("1.2.3.4"), false, new DERIA5String("?"));
        assertThat(judged(Profile.GPKI, person)).isInstanceOf(Accepted.class);
    }

    private static void assertBroken(Profile profile, String oid, ASN1Encodable value) {
        assertThat(judged(profile, ROOT.person().with(new ASN1ObjectIdentifier(oid), false, value)))
                .isEqualTo(new Refused(RefusalReason.MALFORMED, List.of("brokenExtension=" + oid)));
    }

    private static Verdict judged(Profile profile, TestCertificate person) {
        X509CRL list = ROOT.list().made();
        RevocationLists lists = new RevocationLists() {
            @Override
            public List<X509CRL> of(X500Principal issuer) {
                return List.of(list);
            }

            @Override
            public List<X509CRL> all() {
                return List.of(list);
            }

            @Override
            public long version() {
                return 0;
            }
        };
        return new PathJudge(
                        new JudgePolicy(profile, List.of(ROOT.certificate()), List.of(), Set.of(), 5, 32 * 1024),
                        lists,
                        new SetClock(Instant.parse("2026-06-01T00:00:00Z")))
                .judge(PeerCertificate.of(List.of(ROOT.issue(person))));
    }
}
