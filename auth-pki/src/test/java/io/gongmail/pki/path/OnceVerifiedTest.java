package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates are read by the JDK, and that it tells no more of them than Bouncy Castle would. */
class OnceVerifiedTest {
    private static final KeyPair RSA = TestAuthority.rsa(2048);
    private static final TestAuthority CA =
            TestAuthority.root("CN=Root,C=KR", root -> root.key(RSA).algorithm("SHA256withRSA"));

    private static X509Certificate issued(TestCertificate asked) {
        return CA.issue(asked);
    }

    private static Optional<X509Certificate> read(byte[] der) {
        return OnceVerified.of(der);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"})
    void oneSignedByRsaAndSha2IsTheJdks(String algorithm) throws Exception {
        X509Certificate issued = issued(CA.person().algorithm(algorithm));
        X509Certificate read = read(issued.getEncoded()).orElseThrow();
        assertThat(read.getClass().getModule()).isEqualTo(Object.class.getModule());
        assertThat(read.getEncoded()).isEqualTo(issued.getEncoded());
        assertThat(read.getPublicKey().getEncoded())
                .isEqualTo(issued.getPublicKey().getEncoded());
        assertThat(OnceVerified.of(issued)).isEqualTo(read);
    }

    @Test
    void itsSignatureHoldsByTheKeyThatMadeItAndByNoOtherHoweverOftenAsked() throws Exception {
        X509Certificate read = read(issued(CA.person().algorithm("SHA256withRSA"))
                        .getEncoded())
                .orElseThrow();
        KeyPair other = TestAuthority.rsa(2048);
        for (int time = 0; time < 2; time++) {
            assertThatCode(() -> read.verify(RSA.getPublic())).doesNotThrowAnyException();
            assertThatThrownBy(() -> read.verify(other.getPublic())).isInstanceOf(SignatureException.class);
        }
        byte[] changed = read.getEncoded();
        changed[changed.length - 1] ^= 1;
        X509Certificate broken = read(changed).orElseThrow();
        assertThatThrownBy(() -> broken.verify(RSA.getPublic())).isInstanceOf(SignatureException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withRSA", "SHA256withRSAandMGF1"})
    void anotherAlgorithmIsLeftToBouncyCastle(String algorithm) throws Exception {
        assertLeft(issued(CA.person().algorithm(algorithm)));
    }

    @Test
    void oneSignedByAnEllipticCurveIsLeftToBouncyCastle() throws Exception {
        TestAuthority ec = TestAuthority.root("CN=Root,C=KR");
        assertLeft(ec.issue(ec.person()));
    }

    @Test
    void aKeyOnACurveThatTheJdkDoesNotKnowIsAKeyInEitherReading() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("brainpoolP256r1"));
        X509Certificate issued =
                issued(CA.person().key(generator.generateKeyPair()).algorithm("SHA256withRSA"));
        assertThat(OnceVerified.of(issued).getPublicKey()).isInstanceOf(ECPublicKey.class);
    }

    private static void assertLeft(X509Certificate issued) throws Exception {
        assertThat(read(issued.getEncoded())).isEmpty();
        assertThat(OnceVerified.of(issued)).isSameAs(issued);
    }

    @Test
    void octetsBehindItOrMissingAreLeftToBouncyCastle() throws Exception {
        byte[] whole = issued(CA.person().algorithm("SHA256withRSA")).getEncoded();
        assertThat(read(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
        assertThat(read(Arrays.copyOf(whole, whole.length - 1))).isEmpty();
        assertThat(read(new byte[0])).isEmpty();
    }
}
