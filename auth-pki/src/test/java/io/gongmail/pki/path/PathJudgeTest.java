package io.gongmail.pki.path;

import static io.gongmail.pki.TestAuthority.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.Adversary;
import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.UnparsedCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.RevocationLists;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every refusal of the administrative profile, each by a certificate that is right but for one thing. */
class PathJudgeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String ROOT = "CN=GPKIRootCA1,OU=GPKI,O=Government of Korea,C=KR";
    private static final String ISSUING = "CN=CA134100031,OU=GPKI,O=Government of Korea,C=KR";

    private static TestAuthority root;
    private static TestAuthority issuing;
    private static X509CRL rootList;
    private static X509CRL issuingList;

    private final List<X509CRL> lists = new ArrayList<>();
    private Instant now = NOW;
    private Set<PolicyOid> accepted = Set.of(new PolicyOid(TestCertificate.OFFICIAL));
    private List<X509Certificate> anchors;
    private int maxChain = 5;
    private int maxBytes = 32 * 1024;
    private Profile profile = Profile.GPKI;

    @BeforeAll
    static void makeAuthorities() {
        root = TestAuthority.root(ROOT);
        issuing = root.authority(ISSUING, made -> made);
        rootList = root.list().made();
        issuingList = issuing.list().made();
    }

    @BeforeEach
    void listsAreAtHand() {
        lists.addAll(List.of(rootList, issuingList));
        anchors = List.of(root.certificate());
    }

    @Test
    void anOfficialsCertificateIsAcceptedWithItsKeyAndPolicies() {
        X509Certificate leaf = issuing.issue(issuing.person());
        assertThat(judged(leaf)).isInstanceOfSatisfying(Verdict.Accepted.class, verdict -> {
            assertThat(verdict.key()).isEqualTo(CertificateKeys.of(leaf));
            assertThat(verdict.policies()).containsExactly(new PolicyOid(TestCertificate.OFFICIAL));
        });
    }

    @Test
    void anRsaKeyOf2048BitIsAccepted() {
        assertAccepted(issuing.person().key(TestAuthority.rsa(2048)));
    }

    @Test
    void theAnchorMayBeSentAlong() {
        X509Certificate leaf = issuing.issue(issuing.person());
        assertThat(judged(leaf, issuing.certificate(), root.certificate())).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void theIssuerNeedNotBeSentWhereItIsConfigured() {
        JudgePolicy policy =
                new JudgePolicy(Profile.GPKI, anchors, List.of(issuing.certificate()), accepted, maxChain, maxBytes);
        Verdict verdict = new PathJudge(policy, new Fixed(lists), clock())
                .judge(new PeerCertificate(issuing.issue(issuing.person()), List.of()));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    // Time: a certificate is good from notBefore to notAfter, both included.

    @Test
    void beforeItsFirstInstantItIsNotYetValid() {
        now = NOW.minusSeconds(1);
        assertRefused(RefusalReason.NOT_YET_VALID, issuing.person().from(NOW));
        assertThat(refused(issuing.issue(issuing.person().from(NOW))).evidence("notBefore"))
                .isEqualTo("2026-06-01T00:00:00Z");
    }

    @Test
    void atItsFirstAndLastInstantItIsGood() {
        assertAccepted(issuing.person().from(NOW).until(NOW));
    }

    @Test
    void afterItsLastInstantItHasExpired() {
        now = NOW.plusSeconds(1);
        assertRefused(RefusalReason.EXPIRED, issuing.person().until(NOW));
        assertThat(refused(issuing.issue(issuing.person().until(NOW))).evidence("notAfter"))
                .isEqualTo("2026-06-01T00:00:00Z");
    }

    @Test
    @Adversary("expired issuing CA")
    void anExpiredIssuerIsToldApart() {
        TestAuthority brief = root.authority(ISSUING, made -> made.until(NOW));
        lists.add(brief.list().made());
        X509Certificate leaf = brief.issue(brief.person());
        assertThat(judged(leaf, brief.certificate())).isInstanceOf(Verdict.Accepted.class);
        now = NOW.plusSeconds(1);
        assertThat(reason(judged(leaf, brief.certificate()))).isEqualTo(RefusalReason.ISSUER_EXPIRED);
    }

    @Test
    void anIssuerNotYetValidIsToldAsTheIssuersFault() {
        TestAuthority late = root.authority(ISSUING, made -> made.from(NOW.plusSeconds(1)));
        lists.add(late.list().made());
        X509Certificate leaf = late.issue(late.person());
        assertThat(reason(judged(leaf, late.certificate()))).isEqualTo(RefusalReason.ISSUER_EXPIRED);
        now = NOW.plusSeconds(1);
        assertThat(judged(leaf, late.certificate())).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    @Adversary("expired issuing CA")
    void anExpiredAnchorIsTrustedNoMore() {
        TestAuthority old = TestAuthority.root(ROOT, made -> made.until(NOW));
        anchors = List.of(old.certificate());
        lists.add(old.list().made());
        X509Certificate leaf = old.issue(old.person());
        assertThat(judged(leaf)).isInstanceOf(Verdict.Accepted.class);
        now = NOW.plusSeconds(1);
        assertThat(reason(judged(leaf))).isEqualTo(RefusalReason.ISSUER_EXPIRED);
    }

    @Test
    void plainRfc5280DoesNotLookAtAnAnchorsTime() {
        profile = Profile.RFC5280;
        TestAuthority old = TestAuthority.root(ROOT, made -> made.until(NOW.minusSeconds(1)));
        anchors = List.of(old.certificate());
        lists.add(old.list().made());
        assertThat(judged(old.issue(old.person()))).isInstanceOf(Verdict.Accepted.class);
    }

    // Until when a verdict stands.

    @Test
    void theVerdictStandsUntilTheCertificateEnds() {
        assertThat(until(issuing.issue(issuing.person().until(NOW.plusSeconds(60))), issuing.certificate()))
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void theVerdictStandsUntilTheIssuerEnds() {
        TestAuthority brief = root.authority(ISSUING, made -> made.until(NOW.plusSeconds(50)));
        lists.add(brief.list().made());
        assertThat(until(brief.issue(brief.person()), brief.certificate())).isEqualTo(NOW.plusSeconds(50));
    }

    @Test
    void theVerdictStandsUntilTheAnchorEnds() {
        TestAuthority old = TestAuthority.root(ROOT, made -> made.until(NOW.plusSeconds(40)));
        anchors = List.of(old.certificate());
        lists.add(old.list().made());
        assertThat(until(old.issue(old.person()))).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void theVerdictStandsUntilTheEarliestListEnds() {
        listsOf(issuing.list().until(NOW.plusSeconds(30)).made());
        assertThat(until(issuing.issue(issuing.person()), issuing.certificate()))
                .isEqualTo(NOW.plusSeconds(30));
        lists.clear();
        lists.addAll(List.of(root.list().until(NOW.plusSeconds(20)).made(), issuingList));
        assertThat(until(issuing.issue(issuing.person()), issuing.certificate()))
                .isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void theNewestFreshListDecidesUntilWhenTheVerdictStands() {
        listsOf(
                issuing.list().number(1).until(NOW.plusSeconds(30)).made(),
                issuing.list().number(2).until(NOW.plusSeconds(90)).made());
        assertThat(until(issuing.issue(issuing.person()), issuing.certificate()))
                .isEqualTo(NOW.plusSeconds(90));
    }

    // Where it comes from.

    @Test
    void theVerdictNamesTheAnchorThatItsPathLeadsTo() {
        TestAuthority another = TestAuthority.root(ROOT);
        anchors = List.of(another.certificate(), root.certificate());
        assertThat(judged(issuing.issue(issuing.person()), issuing.certificate()))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        verdict -> assertThat(verdict.anchor()).isEqualTo(AnchorKey.of(root.certificate())));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsForeign() {
        TestAuthority foreign = TestAuthority.root("CN=Foreign CA,C=KR");
        assertThat(reason(judged(foreign.issue(foreign.person()), foreign.certificate())))
                .isEqualTo(RefusalReason.UNKNOWN_ISSUER);
    }

    @Test
    void withoutItsIssuerItIsForeign() {
        assertThat(reason(judge(new PeerCertificate(issuing.issue(issuing.person()), List.of()))))
                .isEqualTo(RefusalReason.UNKNOWN_ISSUER);
    }

    @Test
    void anIssuersNameOnAnotherKeyIsNoPath() {
        TestAuthority forged = TestAuthority.root(ISSUING);
        Refused refused = refused(forged.issue(forged.person()), issuing.certificate());
        assertThat(refused.reason()).isEqualTo(RefusalReason.PATH_INVALID);
        assertThat(refused.evidence("issuer")).contains("CA134100031");
    }

    @Test
    void anIssuerThatIsNoAuthorityIsNoPath() {
        TestAuthority person = root.authority(
                ISSUING,
                made -> made.without(Extension.basicConstraints).usage(KeyUsage.digitalSignature | KeyUsage.cRLSign));
        lists.add(person.list().made());
        assertThat(reason(judged(person.issue(person.person()), person.certificate())))
                .isEqualTo(RefusalReason.PATH_INVALID);
    }

    @Test
    void aPathLengthConstraintHolds() {
        TestAuthority last =
                root.authority(ISSUING, made -> made.with(Extension.basicConstraints, true, new BasicConstraints(0)));
        TestAuthority below = last.authority("CN=Below,C=KR", made -> made);
        lists.addAll(List.of(last.list().made(), below.list().made()));
        assertThat(reason(judged(below.issue(below.person()), below.certificate(), last.certificate())))
                .isEqualTo(RefusalReason.PATH_INVALID);
    }

    @Test
    void ofTwoIssuersWithOneNameAndKeyTheOneThatHoldsIsFound() {
        TestAuthority expired = issuing.withCertificate(root.issue(TestAuthority.certificateOf(ROOT, ISSUING)
                .key(issuing.keyPair())
                .until(NOW.minusSeconds(1))));
        X509Certificate leaf = issuing.issue(issuing.person());
        assertThat(judged(leaf, expired.certificate(), issuing.certificate())).isInstanceOf(Verdict.Accepted.class);
    }

    // What it is for.

    @Test
    @Adversary("CA certificate as client")
    void anAuthorityDoesNotSignIn() {
        assertRefused(
                RefusalReason.AUTHORITY_CERTIFICATE,
                issuing.person().with(Extension.basicConstraints, true, new BasicConstraints(true)));
    }

    @Test
    @Adversary("CA certificate as client")
    void aKeyThatMaySignCertificatesDoesNotSignIn() {
        assertRefused(
                RefusalReason.AUTHORITY_CERTIFICATE,
                issuing.person().usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
    }

    @Test
    @Adversary("CA certificate as client")
    void neitherTheIssuingAuthorityNorTheRootSignsIn() {
        assertThat(reason(judged(issuing.certificate(), root.certificate())))
                .isEqualTo(RefusalReason.AUTHORITY_CERTIFICATE);
        assertThat(reason(judged(root.certificate(), root.certificate())))
                .isEqualTo(RefusalReason.AUTHORITY_CERTIFICATE);
    }

    @Test
    void basicConstraintsThatSayNoAuthorityAreFine() {
        assertAccepted(issuing.person().with(Extension.basicConstraints, true, new BasicConstraints(false)));
    }

    @Test
    @Adversary("_env certificate")
    void aKeyExchangeCertificateDoesNotSignIn() {
        assertRefused(RefusalReason.WRONG_KEY_USAGE, issuing.person().usage(KeyUsage.keyEncipherment));
        assertRefused(RefusalReason.WRONG_KEY_USAGE, issuing.person().usage(KeyUsage.nonRepudiation));
    }

    @Test
    void digitalSignatureAloneIsEnoughAndSoIsNoKeyUsage() {
        assertAccepted(issuing.person().usage(KeyUsage.digitalSignature));
        assertAccepted(issuing.person().without(Extension.keyUsage));
    }

    @Test
    @Adversary("wrong EKU and absent EKU")
    void anExtendedKeyUsageWithoutClientsIsRefused() {
        assertRefused(RefusalReason.WRONG_EXTENDED_KEY_USAGE, extended(KeyPurposeId.id_kp_serverAuth));
        assertRefused(RefusalReason.WRONG_EXTENDED_KEY_USAGE, extended(KeyPurposeId.id_kp_emailProtection));
    }

    @Test
    void anExtendedKeyUsageForClientsOrAnyIsFine() {
        assertAccepted(extended(KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_clientAuth));
        assertAccepted(extended(KeyPurposeId.anyExtendedKeyUsage));
    }

    /** As all signing certificates of the administrative PKI are; one that is there and empty allows nothing. */
    @Test
    @Adversary("wrong EKU and absent EKU")
    void anAbsentExtendedKeyUsageIsFineAndAnEmptyOneIsNot() {
        assertAccepted(issuing.person().without(Extension.extendedKeyUsage));
        assertRefused(
                RefusalReason.WRONG_EXTENDED_KEY_USAGE,
                issuing.person().with(Extension.extendedKeyUsage, false, new DERSequence()));
    }

    private static TestCertificate extended(KeyPurposeId... purposes) {
        return issuing.person().with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    @Test
    @Adversary("bank (NPKI) policy")
    void noneOfTheAcceptedPoliciesIsRefused() {
        assertRefused(RefusalReason.POLICY_NOT_ACCEPTED, issuing.person().policies("1.2.410.200004.5.1.1.5"));
        assertRefused(RefusalReason.POLICY_NOT_ACCEPTED, issuing.person().without(Extension.certificatePolicies));
        assertRefused(RefusalReason.POLICY_NOT_ACCEPTED, issuing.person().policies("2.5.29.32.0"));
    }

    @Test
    void oneAcceptedPolicyAmongOthersIsEnough() {
        assertAccepted(issuing.person().policies("1.2.410.200004.5.1.1.5", TestCertificate.OFFICIAL));
        assertAccepted(
                issuing.person().policies("2.25.340282366920938463463374607431768211455", TestCertificate.OFFICIAL));
    }

    @Test
    @Adversary("bank (NPKI) policy")
    void aPolicyThatTheIssuerMayNotGiveIsRefused() {
        TestAuthority other = root.authority(ISSUING, made -> made.policies("1.2.410.200004.5.1.1.5"));
        lists.add(other.list().made());
        assertThat(reason(judged(other.issue(other.person()), other.certificate())))
                .isEqualTo(RefusalReason.POLICY_NOT_ACCEPTED);
    }

    @Test
    void withoutAcceptedPoliciesAnyIsFine() {
        accepted = Set.of();
        assertAccepted(issuing.person().policies("1.2.410.200004.5.1.1.5"));
        assertAccepted(issuing.person().without(Extension.certificatePolicies));
    }

    // How strong it is.

    @Test
    void anRsaKeyBelow2048BitIsWeak() {
        assertRefused(RefusalReason.WEAK_KEY, issuing.person().key(TestAuthority.rsa(2040)));
    }

    @Test
    void aWeakKeyOfAnIssuerIsWeak() {
        TestAuthority weak = root.authority(ISSUING, made -> made.key(TestAuthority.rsa(1024)));
        assertThat(reason(judged(weak.issue(weak.person()), weak.certificate())))
                .isEqualTo(RefusalReason.WEAK_KEY);
    }

    @Test
    void aWeakKeyOfAnAnchorIsWeak() {
        TestAuthority weak = TestAuthority.root(ROOT, made -> made.key(TestAuthority.rsa(1024)));
        anchors = List.of(weak.certificate());
        assertThat(reason(judged(weak.issue(weak.person())))).isEqualTo(RefusalReason.WEAK_KEY);
    }

    @Test
    @Adversary("SHA-1 chain")
    void aSignatureBySha1IsWeak() {
        assertRefused(RefusalReason.WEAK_SIGNATURE, issuing.person().algorithm("SHA1withECDSA"));
        TestAuthority rsa = TestAuthority.root(ROOT, made -> made.key(TestAuthority.rsa(2048)));
        anchors = List.of(rsa.certificate());
        assertThat(reason(judged(rsa.issue(rsa.person().algorithm("SHA1withRSA")))))
                .isEqualTo(RefusalReason.WEAK_SIGNATURE);
    }

    @Test
    @Adversary("SHA-1 chain")
    void aSignatureBySha1UnderAnIssuerIsWeak() {
        TestAuthority weak = root.authority(ISSUING, made -> made.algorithm("SHA1withECDSA"));
        assertThat(reason(judged(weak.issue(weak.person()), weak.certificate())))
                .isEqualTo(RefusalReason.WEAK_SIGNATURE);
    }

    @Test
    @Adversary("SHA-1 chain")
    void aListSignedBySha1RevokesAndProvesNothingElse() {
        X509Certificate leaf = issuing.issue(issuing.person());
        lists.remove(issuingList);
        lists.add(issuing.list().algorithm("SHA1withECDSA").made());
        assertThat(refused(leaf)).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
            assertThat(refused.evidence("crlSignatureAlgorithm")).isEqualTo("1.2.840.10045.4.1");
        });
        lists.add(issuing.list()
                .number(2)
                .algorithm("SHA1withECDSA")
                .revoking(leaf, CRLReason.keyCompromise, NOW.minusSeconds(60))
                .made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOKED);
        profile = Profile.RFC5280;
        assertAccepted(issuing.person());
    }

    @Test
    void theSignatureAnAnchorPutUnderItselfDoesNotMatter() {
        TestAuthority old = TestAuthority.root(ROOT, made -> made.algorithm("SHA1withECDSA"));
        anchors = List.of(old.certificate());
        lists.add(old.list().made());
        assertThat(judged(old.issue(old.person()))).isInstanceOf(Verdict.Accepted.class);
    }

    // How it is made.

    @Test
    void aSerialNumberMustBePositiveAndUpTo20Octets() {
        assertRefusedUnparsed(RefusalReason.MALFORMED, issuing.person().serial(BigInteger.ZERO));
        assertRefusedUnparsed(RefusalReason.MALFORMED, issuing.person().serial(BigInteger.valueOf(-5)));
        assertRefusedUnparsed(RefusalReason.MALFORMED, issuing.person().serial(BigInteger.ONE.shiftLeft(159)));
        assertAccepted(issuing.person().serial(BigInteger.ONE.shiftLeft(158)));
    }

    @Test
    void duplicateExtensionsAreMalformed() {
        TestCertificate twice =
                issuing.person().oneMore(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        Refused refused = assertRefusedUnparsed(RefusalReason.MALFORMED, twice);
        assertThat(refused.evidence("duplicateExtension")).isEqualTo("2.5.29.15");
    }

    @Test
    void octetsThatAreNoCertificateAreMalformed() {
        byte[] whole = issuing.person().octetsSignedBy(issuing.keyPair());
        for (byte[] broken : List.of(
                new byte[0], new byte[] {1, 2, 3}, new byte[] {0x30, 0}, Arrays.copyOf(whole, whole.length - 7))) {
            assertThat(reason(judged(new UnparsedCertificate(broken), issuing.certificate())))
                    .isEqualTo(RefusalReason.MALFORMED);
        }
    }

    @Test
    void aMalformedCertificateAboveIsMalformedToo() {
        X509Certificate leaf = issuing.issue(issuing.person());
        assertThat(reason(judged(leaf, new UnparsedCertificate(new byte[] {0x30, 3, 1, 1, 0}))))
                .isEqualTo(RefusalReason.MALFORMED);
    }

    @Test
    void aKindOfKeyThatIsNotJudgedHereIsUnsupported() {
        ASN1ObjectIdentifier kcdsa = new ASN1ObjectIdentifier("1.2.410.200004.1.1");
        assertRefusedUnparsed(
                RefusalReason.UNSUPPORTED_KEY,
                issuing.person().key(new SubjectPublicKeyInfo(new AlgorithmIdentifier(kcdsa), new byte[64])));
    }

    // Bounds.

    @Test
    void moreCertificatesThanTheBoundAreNotLookedAt() {
        X509Certificate leaf = issuing.issue(issuing.person());
        X509Certificate above = issuing.certificate();
        assertThat(judged(leaf, above, above, above, above)).isInstanceOf(Verdict.Accepted.class);
        assertThat(reason(judged(leaf, above, above, above, above, above))).isEqualTo(RefusalReason.CHAIN_TOO_LARGE);
    }

    @Test
    void moreOctetsThanTheBoundAreNotLookedAt() throws Exception {
        X509Certificate leaf = issuing.issue(issuing.person());
        maxBytes = leaf.getEncoded().length + issuing.certificate().getEncoded().length;
        assertThat(judged(leaf, issuing.certificate())).isInstanceOf(Verdict.Accepted.class);
        maxBytes--;
        assertThat(reason(judged(leaf, issuing.certificate()))).isEqualTo(RefusalReason.CHAIN_TOO_LARGE);
    }

    @Test
    void aPathLongerThanTheBoundLeadsNowhere() {
        maxChain = 1;
        JudgePolicy policy =
                new JudgePolicy(Profile.GPKI, anchors, List.of(issuing.certificate()), accepted, maxChain, maxBytes);
        assertThat(reason(new PathJudge(policy, new Fixed(lists), clock())
                        .judge(new PeerCertificate(issuing.issue(issuing.person()), List.of()))))
                .isEqualTo(RefusalReason.UNKNOWN_ISSUER);
    }

    @Test
    void aKeyOfUnboundedSizeIsNotTouched() {
        maxBytes = 64 * 1024;
        long before = processorTime();
        assertRefusedUnparsed(RefusalReason.UNSUPPORTED_KEY, issuing.person().key(rsaKey(100_000, 17)));
        assertRefusedUnparsed(RefusalReason.UNSUPPORTED_KEY, issuing.person().key(rsaKey(2048, 2000)));
        TestCertificate huge = TestAuthority.certificateOf(ROOT, ISSUING).key(rsaKey(150_000, 149_000));
        X509Certificate leaf = issuing.issue(issuing.person());
        assertThat(reason(judged(leaf, new UnparsedCertificate(huge.octetsSignedBy(root.keyPair())))))
                .isEqualTo(RefusalReason.UNKNOWN_ISSUER);
        assertThat(Duration.ofNanos(processorTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anRsaKeyOf4096BitIsTheLongest() {
        assertAccepted(issuing.person().key(rsaKey(4096, 17)));
        assertRefusedUnparsed(RefusalReason.UNSUPPORTED_KEY, issuing.person().key(rsaKey(4097, 17)));
        assertAccepted(issuing.person().key(rsaKey(2048, 64)));
        assertRefusedUnparsed(RefusalReason.UNSUPPORTED_KEY, issuing.person().key(rsaKey(2048, 65)));
    }

    @Test
    void aChainOfTheLongestKeysCostsLittle() {
        X509Certificate[] above = new X509Certificate[4];
        for (int i = 0; i < above.length; i++) {
            above[i] = new UnparsedCertificate(TestAuthority.certificateOf(ROOT, ISSUING)
                    .key(rsaKey(4096, 64))
                    .octetsSignedBy(TestAuthority.ec()));
        }
        X509Certificate leaf = issuing.issue(issuing.person());
        long before = processorTime();
        assertThat(reason(judged(leaf, above))).isEqualTo(RefusalReason.PATH_INVALID);
        assertThat(Duration.ofNanos(processorTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    /** Of this thread: whatever else the machine has to do. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Of nobody: the modulus of two odd numbers that no small prime divides, as a stranger would choose it. */
    private static SubjectPublicKeyInfo rsaKey(int bits, int exponentBits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
        while (!modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            modulus = modulus.add(BigInteger.TWO);
        }
        try {
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                    new RSAPublicKey(
                            modulus, BigInteger.ONE.shiftLeft(exponentBits - 1).add(BigInteger.ONE)));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final BigInteger SMALL_PRIMES = java.util.stream.IntStream.range(2, 2000)
            .mapToObj(BigInteger::valueOf)
            .filter(number -> number.isProbablePrime(50))
            .reduce(BigInteger.ONE, BigInteger::multiply);

    // Revocation.

    @Test
    void aRevokedCertificateIsRefusedWithItsDate() {
        X509Certificate leaf = issuing.issue(issuing.person());
        listsOf(issuing.list()
                .revoking(leaf, CRLReason.keyCompromise, NOW.minusSeconds(60))
                .made());
        Refused refused = refused(leaf);
        assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED);
        assertThat(refused.evidence("revokedOn")).isEqualTo("2026-05-31T23:59:00Z");
        assertThat(refused.evidence("crlNumber")).isEqualTo("1");
        assertThat(refused.evidence("crl")).contains("CA134100031").contains("number 1, thisUpdate 2026-01-01");
    }

    @Test
    void aCertificateOnHoldIsSuspended() {
        X509Certificate leaf = issuing.issue(issuing.person());
        listsOf(issuing.list()
                .revoking(leaf, CRLReason.certificateHold, NOW.minusSeconds(60))
                .made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.SUSPENDED);
    }

    @Test
    void aHoldThatANewerListLiftsIsOver() {
        X509Certificate leaf = issuing.issue(issuing.person());
        X509CRL hold = issuing.list()
                .number(1)
                .revoking(leaf, CRLReason.certificateHold, NOW.minusSeconds(60))
                .made();
        listsOf(hold, issuing.list().number(2).from(START.plusSeconds(1)).made());
        assertThat(judged(leaf)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aListThatRevokesStillDoesWhenItIsStale() {
        X509Certificate leaf = issuing.issue(issuing.person());
        listsOf(issuing.list()
                .until(NOW.minusSeconds(1))
                .revoking(leaf, CRLReason.keyCompromise, NOW.minusSeconds(60))
                .made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void aDeltaListRevokes() {
        X509Certificate leaf = issuing.issue(issuing.person());
        listsOf(
                issuingList,
                issuing.list()
                        .number(2)
                        .delta()
                        .revoking(leaf, CRLReason.keyCompromise, NOW.minusSeconds(60))
                        .made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void aDeltaListOlderThanTheCompleteOneIsOver() {
        X509Certificate leaf = issuing.issue(issuing.person());
        listsOf(
                issuing.list().number(3).made(),
                issuing.list()
                        .number(2)
                        .delta()
                        .revoking(leaf, CRLReason.certificateHold, NOW.minusSeconds(60))
                        .made());
        assertThat(judged(leaf)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aDeltaListAloneSaysNothing() {
        listsOf(issuing.list().number(2).delta().made());
        assertThat(refused(issuing.issue(issuing.person())).reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
    }

    @Test
    void aRevokedIssuerBreaksThePath() {
        lists.clear();
        lists.addAll(List.of(
                issuingList,
                root.list()
                        .revoking(issuing.certificate(), CRLReason.cACompromise, NOW.minusSeconds(60))
                        .made()));
        Refused refused = refused(issuing.issue(issuing.person()));
        assertThat(refused.reason()).isEqualTo(RefusalReason.PATH_INVALID);
        assertThat(refused.evidence("revoked")).contains("CA134100031");
    }

    @Test
    void withoutTheIssuersListTheStatusIsUnavailable() {
        lists.remove(issuingList);
        Refused refused = refused(issuing.issue(issuing.person()));
        assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(refused.evidence("issuer")).contains("CA134100031");
    }

    @Test
    void withoutTheRootsListTheStatusIsUnavailable() {
        lists.remove(rootList);
        Refused refused = refused(issuing.issue(issuing.person()));
        assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(refused.evidence("issuer")).contains("GPKIRootCA1");
    }

    @Test
    void aListIsGoodUpToButNotAtItsNextUpdate() {
        listsOf(issuing.list().until(NOW).made());
        X509Certificate leaf = issuing.issue(issuing.person());
        now = NOW.minusSeconds(1);
        assertThat(judged(leaf)).isInstanceOf(Verdict.Accepted.class);
        now = NOW;
        Refused refused = refused(leaf);
        assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_STALE);
        assertThat(refused.evidence("nextUpdate")).isEqualTo("2026-06-01T00:00:00Z");
    }

    @Test
    void aListIsGoodFromItsThisUpdateOn() {
        listsOf(issuing.list().from(NOW).made());
        X509Certificate leaf = issuing.issue(issuing.person());
        assertThat(judged(leaf)).isInstanceOf(Verdict.Accepted.class);
        now = NOW.minusSeconds(1);
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOCATION_STALE);
    }

    @Test
    void aListWithoutNextUpdateIsNeverFresh() {
        listsOf(issuing.list().until(null).made());
        assertThat(refused(issuing.issue(issuing.person())).reason()).isEqualTo(RefusalReason.REVOCATION_STALE);
    }

    @Test
    void aListThatTheIssuerDidNotSignSaysNothing() {
        listsOf(issuing.list().signedBy(TestAuthority.ec()).made());
        assertThat(refused(issuing.issue(issuing.person())).reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
    }

    @Test
    @Adversary("CRL signed by a CA without cRLSign")
    void anIssuerThatMayNotSignListsHasNone() {
        TestAuthority mute = root.authority(ISSUING, made -> made.usage(KeyUsage.keyCertSign));
        listsOf(mute.list().made());
        Refused refused = refused(mute.issue(mute.person()), mute.certificate());
        assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(refused.evidence("crl")).contains("cRLSign");
    }

    @Test
    @Adversary("CRL of another partition")
    void aListOfAnotherPartitionSaysNothing() {
        DistributionPointName one = point("http://crl.example/1");
        X509Certificate leaf = issuing.issue(issuing.person()
                .with(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(one, null, null)
                })));
        listsOf(issuing.list().ofPoint(partition("http://crl.example/2")).made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        listsOf(issuing.list().ofPoint(partition("http://crl.example/1")).made());
        assertThat(judged(leaf)).isInstanceOf(Verdict.Accepted.class);
        // Without a distribution point of its own a certificate is in no partition.
        assertThat(refused(issuing.issue(issuing.person())).reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
    }

    @Test
    void aListOfAuthoritiesOnlySaysNothingOfPeople() {
        listsOf(issuing.list()
                .ofPoint(new IssuingDistributionPoint(null, false, true, null, false, false))
                .made());
        assertThat(refused(issuing.issue(issuing.person())).reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        listsOf(issuing.list()
                .ofPoint(new IssuingDistributionPoint(null, true, false, null, false, false))
                .made());
        assertThat(judged(issuing.issue(issuing.person()), issuing.certificate()))
                .isInstanceOf(Verdict.Accepted.class);
    }

    private static DistributionPointName point(String uri) {
        return new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    private static IssuingDistributionPoint partition(String uri) {
        return new IssuingDistributionPoint(point(uri), false, false, null, false, false);
    }

    // Plain RFC 5280 says the same where it refuses, and accepts what only the administrative profile refuses.

    @Test
    void plainRfc5280TellsRevokedStaleAndMissingApart() {
        profile = Profile.RFC5280;
        X509Certificate leaf = issuing.issue(issuing.person());
        listsOf(issuing.list()
                .revoking(leaf, CRLReason.keyCompromise, NOW.minusSeconds(60))
                .made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOKED);
        listsOf(issuing.list().until(NOW).made());
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOCATION_STALE);
        listsOf();
        assertThat(refused(leaf).reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        listsOf(issuing.list().until(NOW.plusSeconds(5)).made());
        assertThat(until(leaf, issuing.certificate())).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void plainRfc5280AcceptsWhatOnlyTheAdministrativeProfileRefuses() {
        profile = Profile.RFC5280;
        assertAccepted(issuing.person().key(TestAuthority.rsa(1024)));
        assertAccepted(issuing.person().usage(KeyUsage.keyEncipherment));
        assertAccepted(extended(KeyPurposeId.id_kp_serverAuth));
        assertAccepted(issuing.person().algorithm("SHA1withECDSA"));
    }

    // Faults.

    @Test
    @Adversary("a judge that throws")
    void aFaultWhileJudgingIsARefusal() {
        RevocationLists broken = new RevocationLists() {
            @Override
            public List<X509CRL> of(X500Principal issuer) {
                throw new IllegalStateException("broken");
            }

            @Override
            public List<X509CRL> all() {
                return List.of();
            }

            @Override
            public long version() {
                return 0;
            }
        };
        Verdict verdict = new PathJudge(JudgePolicy.gpki(anchors, accepted), broken, clock())
                .judge(new PeerCertificate(issuing.issue(issuing.person()), List.of(issuing.certificate())));
        assertThat(reason(verdict)).isEqualTo(RefusalReason.JUDGING_FAILED);
    }

    private void listsOf(X509CRL... ofIssuing) {
        lists.clear();
        lists.add(rootList);
        lists.addAll(List.of(ofIssuing));
    }

    private void assertAccepted(TestCertificate asked) {
        assertThat(judged(issuing.issue(asked), issuing.certificate())).isInstanceOf(Verdict.Accepted.class);
    }

    private void assertRefused(RefusalReason reason, TestCertificate asked) {
        assertThat(reason(judged(issuing.issue(asked), issuing.certificate()))).isEqualTo(reason);
    }

    private Refused assertRefusedUnparsed(RefusalReason reason, TestCertificate asked) {
        X509Certificate leaf = new UnparsedCertificate(asked.octetsSignedBy(issuing.keyPair()));
        Refused refused = refused(leaf);
        assertThat(refused.reason()).isEqualTo(reason);
        return refused;
    }

    private Refused refused(X509Certificate leaf) {
        return refused(leaf, issuing.certificate());
    }

    private Refused refused(X509Certificate leaf, X509Certificate above) {
        Verdict verdict = judged(leaf, above);
        assertThat(verdict).isInstanceOf(Refused.class);
        return (Refused) verdict;
    }

    private Instant until(X509Certificate leaf, X509Certificate... above) {
        return ((Verdict.Accepted) judged(leaf, above)).until();
    }

    private static RefusalReason reason(Verdict verdict) {
        return verdict.fold(accepted -> null, Refused::reason);
    }

    private Verdict judged(X509Certificate leaf, X509Certificate... above) {
        return judge(new PeerCertificate(leaf, above.length == 0 ? List.of(issuing.certificate()) : List.of(above)));
    }

    private Verdict judge(PeerCertificate peer) {
        JudgePolicy policy = new JudgePolicy(profile, anchors, List.of(), accepted, maxChain, maxBytes);
        return new PathJudge(policy, new Fixed(lists), clock()).judge(peer);
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
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
