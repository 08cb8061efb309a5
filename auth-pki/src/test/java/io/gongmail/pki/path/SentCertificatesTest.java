package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.UnparsedCertificate;
import io.gongmail.pki.Verdict.Refused;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** A certificate that is configured and sent along is taken as it is only where it would be taken from anybody. */
class SentCertificatesTest {
    private static final TestAuthority ROOT = TestAuthority.root("CN=Root,C=KR");
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static X509Certificate issuing(UnaryOperator<TestCertificate> change) {
        return ROOT.authority("CN=Issuing,C=KR", change).certificate();
    }

    private static JudgePolicy policy(X509Certificate configured) {
        return new JudgePolicy(Profile.GPKI, List.of(ROOT.certificate()), List.of(configured), Set.of(), 5, 32 * 1024);
    }

    private static boolean isTaken(X509Certificate configured) {
        return SentCertificates.byOctets(policy(configured), List.of(configured), PROVIDER)
                .containsValue(configured);
    }

    @Test
    void aRightOneIsTakenAsConfigured() {
        assertThat(isTaken(issuing(made -> made))).isTrue();
    }

    @Test
    void aMalformedOneIsNot() {
        assertThat(isTaken(issuing(made -> made.serial(BigInteger.ZERO)))).isFalse();
    }

    @Test
    void oneWithABrokenExtensionIsRefusedAsFromAnybody() throws CertificateException {
        X509Certificate broken = issuing(made -> made.with(Extension.authorityInfoAccess, false, DERNull.INSTANCE));
        assertThat(isTaken(broken)).isFalse();
        JudgePolicy policy = policy(broken);
        PeerCertificate sent = PeerCertificate.of(List.of(ROOT.issue(ROOT.person()), broken));
        SentCertificates read = new SentCertificates(
                policy, SentCertificates.byOctets(policy, policy.intermediates(), PROVIDER), PROVIDER);
        assertThat(read.refusal(sent))
                .contains(new Refused(RefusalReason.MALFORMED, List.of("brokenExtension=1.3.6.1.5.5.7.1.1")));
    }

    @Test
    void oneWithAKeyThatIsNotJudgedHereIsNot() {
        ASN1ObjectIdentifier kcdsa = new ASN1ObjectIdentifier("1.2.410.200004.1.1");
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(new AlgorithmIdentifier(kcdsa), new byte[64]);
        byte[] octets = TestAuthority.certificateOf("CN=Root,C=KR", "CN=Issuing,C=KR")
                .key(key)
                .octetsSignedBy(TestAuthority.ec());
        assertThat(isTaken(new UnparsedCertificate(octets))).isFalse();
    }
}
