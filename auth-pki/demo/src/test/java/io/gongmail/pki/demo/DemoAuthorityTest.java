package io.gongmail.pki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.CrlFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
    void arevokedCertificateIsRefusedOnceTheListIsReadAgain() throws Exception {
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

    private RefusalReason reason(Issued issued) {
        return judged(issued).fold(accepted -> null, Verdict.Refused::reason);
    }

    private Verdict judged(Issued issued) {
        CertificateJudge judge = new PathJudge(
                JudgePolicy.gpki(List.of(authority.root()), Set.of(new PolicyOid(DemoAuthority.OFFICIAL))),
                lists,
                Clock.systemUTC());
        return judge.judge(PeerCertificate.of(issued.chain()));
    }
}
