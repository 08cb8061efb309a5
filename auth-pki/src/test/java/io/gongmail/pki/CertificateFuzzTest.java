package io.gongmail.pki;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.gpki.StatedIdentity;
import io.gongmail.pki.gpki.StatedPolicies;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.RevocationLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.io.TempDir;

/** Whatever calls itself a certificate, of a stranger or of an authority that issues nonsense. */
class CertificateFuzzTest {
    private static final TestAuthority AUTHORITY = SignedOctets.fixedAuthority();
    private static final X509Certificate ROOT = AUTHORITY.certificate();
    private static final X509CRL LIST = AUTHORITY.list().made();
    private static final StatedIdentity IDENTITY = StatedIdentity.of(ROOT);
    private static final List<CertificateJudge> JUDGES =
            Stream.of(Profile.values()).map(CertificateFuzzTest::judge).toList();

    @TempDir
    static Path folder;

    @FuzzTest
    void isReadOrRefused(byte[] octets) throws Exception {
        judged(List.of(new UnparsedCertificate(octets)));
        judged(List.of(new UnparsedCertificate(SignedOctets.around(octets, AUTHORITY.keyPair()))));
        Path file = Files.write(folder.resolve("any.cer"), octets);
        try {
            List<X509Certificate> read = PemFiles.certificates(file);
            judged(read);
            JUDGES.forEach(judge -> judge.evidence(PeerCertificate.of(read)));
            compared(read.get(0));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("any.cer");
        }
    }

    /** A fault while judging is a refusal, and all the same a fault of ours. */
    private static void judged(List<X509Certificate> chain) {
        for (CertificateJudge judge : JUDGES) {
            assertThat(judge.judge(PeerCertificate.of(chain)).fold(accepted -> "", Refused::toString))
                    .doesNotContain(RefusalReason.JUDGING_FAILED.name());
        }
    }

    /** What a portal and the commands read from a certificate that the judge need not have accepted. */
    private static void compared(X509Certificate certificate) {
        StatedIdentity stated = StatedIdentity.of(certificate);
        stated.differsAsPerson(IDENTITY);
        stated.differsAsAgency(stated);
        StatedPolicies.of(certificate);
        try {
            CertificateKeys.of(certificate);
        } catch (IllegalArgumentException e) {
            // As declared: a field that the key needs is missing or not valid.
        }
    }

    private static CertificateJudge judge(Profile profile) {
        return new PathJudge(
                new JudgePolicy(profile, List.of(ROOT), List.of(), Set.of(), 5, 32 * 1024),
                new Fixed(List.of(LIST)),
                new SetClock(Instant.parse("2026-06-01T00:00:00Z")));
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
