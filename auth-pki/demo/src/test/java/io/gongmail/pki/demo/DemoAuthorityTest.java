package io.gongmail.pki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.pki.possession.Proof;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.pki.revocation.CrlFiles;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAuthorityTest {
    @TempDir
    Path pki;

    private DemoAuthority authority;
    private CrlFiles lists;

    @BeforeEach
    void open() throws Exception {
        authority = DemoAuthority.open(pki, Clock.systemUTC(), new SecureRandom());
        lists = new CrlFiles(List.of(pki.resolve("crl.pem")));
    }

    @Test
    void anOfficialsCertificateIsAccepted() throws Exception {
        Issued official = authority.official("교육부", "001홍길동001");
        assertThat(judged(official)).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.policies()).containsExactly(new PolicyOid(DemoAuthority.OFFICIAL));
            assertThat(accepted.key().serial()).isEqualTo(official.certificate().getSerialNumber());
            assertThat(accepted.until())
                    .isBetween(
                            Clock.systemUTC().instant().plus(Duration.ofDays(29)),
                            Clock.systemUTC().instant().plus(Duration.ofDays(31)));
        });
        assertThat(judged(authority.officialWithEcKey("교육부", "001김철수002"))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void theWrongOnesAreRefusedEachForItsReason() throws Exception {
        assertThat(reason(authority.expired("교육부", "001만료자003"))).isEqualTo(RefusalReason.EXPIRED);
        assertThat(reason(authority.foreign("교육부", "001외부자004"))).isEqualTo(RefusalReason.UNKNOWN_ISSUER);
        assertThat(reason(authority.agency("교육부", "001기관005"))).isEqualTo(RefusalReason.POLICY_NOT_ACCEPTED);
    }

    @Test
    void aRevokedCertificateIsRefusedOnceTheListIsReadAgain() throws Exception {
        Issued official = authority.official("교육부", "001홍길동001");
        authority.revoke(official.certificate());
        assertThat(judged(official)).isInstanceOf(Verdict.Accepted.class);
        assertThat(lists.reload()).isEmpty();
        assertThat(reason(official)).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void withoutAListNobodyIsAccepted() throws Exception {
        Files.writeString(pki.resolve("crl.pem"), "");
        lists = new CrlFiles(List.of(pki.resolve("crl.pem")));
        assertThat(reason(authority.official("교육부", "001홍길동001"))).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
    }

    @Test
    void openedAgainItContinues() throws Exception {
        Issued before = authority.official("교육부", "001홍길동001");
        DemoAuthority again = DemoAuthority.open(pki, Clock.systemUTC(), new SecureRandom());
        lists.reload();
        assertThat(again.root()).isEqualTo(authority.root());
        assertThat(judged(before)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aCertificateOnHoldIsSuspendedAndMayBeRevokedAfterwards() throws Exception {
        Issued official = authority.official("교육부", "001홍길동001");
        authority.suspend(official.certificate());
        assertThat(lists.reload()).isEmpty();
        assertThat(reason(official)).isEqualTo(RefusalReason.SUSPENDED);
        authority.revoke(official.certificate());
        assertThat(lists.reload()).isEmpty();
        assertThat(reason(official)).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void anOfficialsCertificateHasTheShapeOfTheRealOnes() throws Exception {
        X509Certificate leaf = authority.official("교육부", "001홍길동001").certificate();
        assertThat(leaf.getSubjectX500Principal().getName())
                .isEqualTo("C=KR,O=Government of Korea,OU=교육부,OU=people,CN=001홍길동001");
        assertThat(leaf.getKeyUsage()).containsExactly(true, true, false, false, false, false, false, false, false);
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactly("2.5.29.15");
        assertThat(leaf.getExtendedKeyUsage()).isNull();
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getNonCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.14", "2.5.29.35", "2.5.29.32");
    }

    @Test
    void theAuthoritysFileIsTheRootThenTheIssuer() throws Exception {
        assertThat(PemFiles.certificates(pki.resolve("ca.pem")))
                .containsExactly(authority.root(), authority.issuingCa());
        assertThat(PemFiles.certificates(pki.resolve("server-ca.pem"))).containsExactly(authority.serverCa());
        assertThat(PemFiles.revocationLists(pki.resolve("crl.pem"))).hasSize(2);
    }

    @Test
    void everyPublishedListHasAHigherNumber() throws Exception {
        BigInteger before = number();
        authority.publishCrls();
        assertThat(number()).isEqualTo(before.add(BigInteger.ONE));
        DemoAuthority.open(pki, Clock.systemUTC(), new SecureRandom());
        assertThat(number()).isEqualTo(before.add(BigInteger.TWO));
    }

    private BigInteger number() throws Exception {
        return PemFiles.revocationLists(pki.resolve("crl.pem")).stream()
                .map(CrlFiles::number)
                .reduce(BigInteger::max)
                .orElseThrow();
    }

    @Test
    void aPersonsFolderHoldsCertificateKeyAndBothTogether() throws Exception {
        Issued official = authority.officialWithEcKey("교육부", "001홍길동001");
        Path folder = pki.resolve("people/official0001");
        DemoAuthority.write(official, folder, "official0001", "a password");
        assertThat(PemFiles.certificates(folder.resolve("official0001.crt.pem")))
                .containsExactly(official.certificate(), authority.issuingCa());
        assertThat(Pem.privateKey(folder.resolve("official0001.key.pem"))).isEqualTo(official.key());
        KeyStore store = KeyStore.getInstance(folder.resolve("official0001.p12").toFile(), "a password".toCharArray());
        assertThat(store.getCertificate("official0001").getEncoded())
                .isEqualTo(official.certificate().getEncoded());
        assertThat(store.getKey("official0001", "a password".toCharArray()).getEncoded())
                .isEqualTo(official.key().getEncoded());
    }

    @Test
    void keysAreTheirOwnersOnly() throws Exception {
        DemoAuthority.write(authority.officialWithEcKey("교육부", "001홍길동001"), pki, "hong", "a password");
        try (Stream<Path> files = Files.walk(pki)) {
            assertThat(files.filter(file -> file.toString().matches(".*(\\.key|\\.key\\.pem|\\.p12)")))
                    .hasSize(6)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aChallengeSignedWithADemoKeyIsProven() throws Exception {
        Issued official = authority.official("교육부", "001홍길동001");
        Challenge challenge = Challenge.fresh(
                Purpose.REGISTER_CERTIFICATE,
                "application",
                "mail.gongmail.example",
                Clock.systemUTC().instant().plusSeconds(60),
                new SecureRandom());
        byte[] cms = new ChallengeSigner(official.chain(), official.key()).sign(challenge);
        Proof proof = new SignedChallenge(Clock.systemUTC()).verify(cms, challenge, official.certificate());
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Proven.class,
                        proven -> assertThat(judge().judge(proven.signer())).isInstanceOf(Verdict.Accepted.class));
    }

    private RefusalReason reason(Issued issued) {
        return judged(issued).fold(accepted -> null, Verdict.Refused::reason);
    }

    private Verdict judged(Issued issued) {
        return judge().judge(PeerCertificate.of(issued.chain()));
    }

    private CertificateJudge judge() {
        return new PathJudge(
                JudgePolicy.gpki(List.of(authority.root()), Set.of(new PolicyOid(DemoAuthority.OFFICIAL))),
                lists,
                Clock.systemUTC());
    }
}
