package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.Adversary;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.Patience;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.RevocationLists;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;

/** What lists say of one certificate, without the PKIX validator that stands behind and would refuse too. */
class RevocationCheckTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final TestAuthority CA = TestAuthority.root("CN=CA,C=KR");
    private static final X509Certificate PERSON = CA.issue(CA.person());

    private RevocationCheck check;

    private Optional<RefusalReason> refusal(X509CRL... lists) {
        check = new RevocationCheck(
                new Revocation(RevocationPolicy.FILES_ALONE, new Given(List.of(lists))), Patience.NONE);
        return check.refusal(new PathFinder.Path(List.of(PERSON), CA.certificate()), NOW)
                .map(Refused::reason);
    }

    private static TestAuthority.ListOfRevoked revoking() {
        return CA.list().revoking(PERSON, CRLReason.keyCompromise, NOW.minusSeconds(60));
    }

    /** Hard fail. */
    @Test
    @Adversary("CRL and OCSP down: hard fail")
    void whereNothingWasHeardNobodyIsGood() {
        assertThat(refusal()).contains(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(refusal(CA.list().until(NOW).made())).contains(RefusalReason.REVOCATION_STALE);
    }

    @Test
    void aForgedListRevokesNobody() {
        X509CRL forged = revoking().number(9).signedBy(TestAuthority.ec()).made();
        X509CRL genuine = CA.list().made();
        assertThat(refusal(genuine, forged)).isEmpty();
        assertThat(check.evidence()).containsExactly(told(genuine));
    }

    @Test
    void aForgedListLiftsNoRevocation() {
        X509CRL forged = CA.list().number(9).signedBy(TestAuthority.ec()).made();
        assertThat(refusal(revoking().made(), forged)).contains(RefusalReason.REVOKED);
    }

    @Test
    void aDeltaOfTheSameMomentAsTheListAddsNothing() {
        X509CRL complete = CA.list().number(5).made();
        assertThat(refusal(complete, revoking().number(5).delta().made())).isEmpty();
        assertThat(refusal(complete, revoking().number(6).delta().made())).contains(RefusalReason.REVOKED);
    }

    @Test
    void eachScopesNewestCompleteListIsHeardOnce() {
        X509CRL all = CA.list().number(5).made();
        X509CRL people = CA.list()
                .number(7)
                .ofPoint(new IssuingDistributionPoint(null, true, false, null, false, false))
                .made();
        assertThat(refusal(all, people, CA.list().number(4).made())).isEmpty();
        assertThat(check.evidence()).containsExactly(told(all), told(people));
    }

    @Test
    void theEarliestEndIsOfListsThatAreStillFresh() {
        X509CRL over = CA.list().until(NOW.minusSeconds(1)).made();
        X509CRL soon = CA.list().until(NOW.plusSeconds(5)).made();
        X509CRL later = CA.list().until(NOW.plusSeconds(9)).made();
        assertThat(RevocationCheck.earliestEnd(List.of(later, over, soon), NOW)).isEqualTo(NOW.plusSeconds(5));
        assertThat(RevocationCheck.earliestEnd(List.of(over), NOW)).isEqualTo(Instant.MAX);
    }

    private record Given(List<X509CRL> all) implements RevocationLists {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public List<X509CRL> of(X500Principal issuer) {
            return all;
        }
    }

    private static String told(X509CRL list) {
        return "crl=" + CrlFiles.told(list);
    }
}
