package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.CertificateKey;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Facts fit into their columns, or do not come into being. */
class FactsTest {
    private static final CertificateKey KEY = World.key(1);

    @Test
    void consentsNameBothVersions() {
        assertThat(new Consents("t".repeat(64), "p".repeat(64), World.NOW.plusNanos(1)).at())
                .isEqualTo(World.NOW);
        refused(() -> new Consents(" ", "p", World.NOW));
        refused(() -> new Consents("t", "", World.NOW));
        refused(() -> new Consents("t".repeat(65), "p", World.NOW));
        refused(() -> new Consents("t", "p".repeat(65), World.NOW));
        refused(() -> new Consents("t\n", "p", World.NOW));
    }

    @Test
    void aPersonIsNamedByAProvider() {
        String hash = Sha256.hex("ci");
        assertThat(new VerifiedPerson(
                                "p".repeat(64),
                                "r".repeat(64),
                                "n".repeat(100),
                                "m".repeat(32),
                                "t".repeat(100),
                                hash,
                                World.NOW.plusNanos(1))
                        .at())
                .isEqualTo(World.NOW);
        refused(() -> new VerifiedPerson("", "", "n", "m", "", "", World.NOW));
        refused(() -> new VerifiedPerson("p".repeat(65), "", "n", "m", "", "", World.NOW));
        refused(() -> new VerifiedPerson("p", "r".repeat(65), "n", "m", "", "", World.NOW));
        refused(() -> new VerifiedPerson("p", "", "", "m", "", "", World.NOW));
        refused(() -> new VerifiedPerson("p", "", "n".repeat(101), "m", "", "", World.NOW));
        refused(() -> new VerifiedPerson("p", "", "n", "", "", "", World.NOW));
        refused(() -> new VerifiedPerson("p", "", "n", "m".repeat(33), "", "", World.NOW));
        refused(() -> new VerifiedPerson("p", "", "n", "m", "t".repeat(101), "", World.NOW));
        refused(() -> new VerifiedPerson("p", "", "n", "m", "", "TEST-CI", World.NOW));
    }

    @Test
    void aCompletionHasACertificateThatFits() {
        assertThat(completion("MOE", "p".repeat(200), KEY, "s".repeat(800), Set.of("1.2"))
                        .notAfter())
                .isEqualTo(World.NOW);
        refused(() -> completion("", "", KEY, "", Set.of()));
        refused(() -> completion("c".repeat(33), "", KEY, "", Set.of()));
        refused(() -> completion("MOE", "p".repeat(201), KEY, "", Set.of()));
        refused(() -> completion("MOE", "", KEY, "s".repeat(801), Set.of()));
        refused(() -> completion("MOE", "", KEY, "", Set.of("1.2 1.3")));
        refused(() -> completion(
                "MOE",
                "",
                KEY,
                "",
                Set.of("1.".repeat(100), "2.".repeat(100), "3.".repeat(100), "4.".repeat(100), "5.2")));
        assertThat(completion("MOE", "", key(1_600, 160), "", Set.of())
                        .key()
                        .serial()
                        .bitLength())
                .isEqualTo(160);
        refused(() -> completion("MOE", "", key(1_602, 160), "", Set.of()));
        refused(() -> completion("MOE", "", key(1_600, 161), "", Set.of()));
    }

    @Test
    void certificatesShownAreFewAndNotLarge() {
        String largest = "A".repeat(32_000);
        assertThat(new ShownCertificates(Collections.nCopies(10, largest)).base64())
                .hasSize(10);
        refused(() -> new ShownCertificates(List.of()));
        refused(() -> new ShownCertificates(Collections.nCopies(11, "QQ==")));
        refused(() -> new ShownCertificates(List.of(largest + "A")));
        refused(() -> new ShownCertificates(List.of("")));
    }

    @Test
    void aDecisionNamesItsDecider() {
        assertThat(new Decision("d", World.NOW.plusNanos(1), "r".repeat(500)).at())
                .isEqualTo(World.NOW);
        refused(() -> new Decision("", World.NOW, ""));
        refused(() -> new Decision("d".repeat(255), World.NOW, ""));
        refused(() -> new Decision("d", World.NOW, "r".repeat(501)));
    }

    @Test
    void aSeedIsBoundedAsAnAccountIs() {
        assertThat(seed("n".repeat(100), "MOE", KEY, "h".repeat(255)).notAfter())
                .isEqualTo(World.NOW);
        refused(() -> seed("", "MOE", KEY, ""));
        refused(() -> seed("n", "", KEY, ""));
        refused(() -> seed("n", "MOE", key(1_600, 161), ""));
        refused(() -> seed("n", "MOE", KEY, "h".repeat(256)));
    }

    @Test
    void anApplicationsIdHasOneSpelling() {
        String text = "0123abcd-0000-4000-8000-00000000000f";
        assertThat(ApplicationId.parse(text).orElseThrow()).hasToString(text);
        assertThat(ApplicationId.parse(text.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(ApplicationId.parse("1-1-1-1-1")).isEmpty();
        assertThat(ApplicationId.parse("")).isEmpty();
        assertThat(ApplicationId.parse(text)
                        .orElseThrow()
                        .compareTo(ApplicationId.parse(text.replace('f', 'e')).orElseThrow()))
                .isPositive();
    }

    private static Completion completion(
            String agency, String position, CertificateKey key, String subject, Set<String> policies) {
        return new Completion(
                AccountType.OFFICIAL,
                agency,
                position,
                World.address(1),
                key,
                subject,
                World.NOW.plusNanos(1),
                policies);
    }

    private static SeedAccount seed(String name, String agency, CertificateKey key, String hash) {
        return new SeedAccount(
                World.address(1), name, AccountType.OFFICIAL, agency, key, "", World.NOW.plusNanos(1), hash);
    }

    private static CertificateKey key(int issuerDigits, int serialBits) {
        return new CertificateKey(
                "a".repeat(issuerDigits),
                BigInteger.ONE.shiftLeft(serialBits - 1),
                KEY.spkiSha256(),
                KEY.certificateSha256());
    }

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
    }
}
