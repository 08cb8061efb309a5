package io.gongmail.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names a certificate: nothing that its holder could leave out or choose. */
class CertificateKeysTest {
    private static final TestAuthority CA = TestAuthority.root("CN=CA,C=KR");
    private static final String HASH = "a".repeat(64);

    @Test
    @Adversary("certificate without the fields a mapping would use")
    void withoutSubjectOrAlternativeNameItIsNamedAllTheSame() {
        X509Certificate nameless = CA.issue(CA.person(""));
        X509Certificate another = CA.issue(CA.person(""));
        assertThat(nameless.getSubjectX500Principal().getName()).isEmpty();

        CertificateKey key = CertificateKeys.of(nameless);

        assertThat(key).isEqualTo(CertificateKeys.of(nameless)).isNotEqualTo(CertificateKeys.of(another));
        assertThat(key.serial()).isEqualTo(nameless.getSerialNumber());
    }

    @Test
    @Adversary("certificate without the fields a mapping would use")
    void whatHasNoSerialNumberIsNotNamed() {
        for (BigInteger none : new BigInteger[] {BigInteger.ZERO, BigInteger.valueOf(-5)}) {
            X509Certificate unnumbered =
                    new UnparsedCertificate(CA.person().serial(none).octetsSignedBy(CA.keyPair()));
            assertThatThrownBy(() -> CertificateKeys.of(unnumbered)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, a, a",
        "zz, 1, a, a",
        "30, 0, a, a",
        "30, 1, '', a",
        "30, 1, a, ''",
        "30, 1, A, a",
        "30, 1, a, A"
    })
    @Adversary("certificate without the fields a mapping would use")
    void aKeyWithAFieldMissingIsNone(String issuer, int serial, String spki, String certificate) {
        assertThatThrownBy(() ->
                        new CertificateKey(issuer, BigInteger.valueOf(serial), spki.repeat(64), certificate.repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyWithAllFieldsIsOne() {
        assertThat(new CertificateKey("30", BigInteger.ONE, HASH, HASH).issuer())
                .isEqualTo("30");
    }
}
