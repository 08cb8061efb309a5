package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.SignedOctets;
import io.gongmail.pki.TestAuthority;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.io.TempDir;

/** Whatever calls itself a revocation list, of a stranger or of an authority that lists nonsense. */
class RevocationListFuzzTest {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    static final SetClock CLOCK = new SetClock(NOW);
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    static final TestAuthority AUTHORITY = SignedOctets.fixedAuthority();
    static final X509Certificate ISSUER = AUTHORITY.certificate();
    /** One with a distribution point, which lists may be meant for; its number is fixed, so that inputs may name it. */
    static final X509Certificate HONG = AUTHORITY.issue(AUTHORITY
            .person()
            .serial(new BigInteger("1d3764a2f6c6424ca48309a162", 16))
            .listedAt("http://crl.example/any.crl"));

    private static final CertificateKey KEY = CertificateKeys.of(HONG);

    @TempDir
    static Path folder;

    @FuzzTest
    void isReadOrRefused(byte[] octets) throws Exception {
        taken(octets);
        taken(SignedOctets.around(octets, AUTHORITY.keyPair()));
    }

    private static void taken(byte[] octets) throws IOException {
        Path file = Files.write(folder.resolve("any.crl"), octets);
        CrlFiles files = new CrlFiles(List.of(file));
        files.reload();
        files.revokes(KEY);
        ListedStanding standing = new ListedStanding(files, BOUNCY_CASTLE);
        for (X509CRL list : files.all()) {
            standing.of(HONG, ISSUER, NOW);
            standing.names(KEY, NOW);
            standing.newest();
            CrlFiles.told(list);
        }
        Point point = new Point(ISSUER, List.of(), BOUNCY_CASTLE, NOW);
        try {
            point.take(octets, CLOCK);
            point.deltas();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank(); // told in the log
        }
    }
}
