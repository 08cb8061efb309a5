package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What AWS-LC signs the JDK verifies, for each scheme that a client may ask an RSA key for. */
@EnabledIfSystemProperty(
        named = "os.arch",
        matches = "amd64",
        disabledReason = "AWS-LC is packed for x86-64 only; elsewhere BoringSSL signs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RsaByAwsLcTest {
    private static final byte[] INPUT = "what a handshake signs".getBytes(StandardCharsets.US_ASCII);

    static {
        OpenSsl.ensureAvailability(); // the schemes' numbers come from it
    }

    private KeyPair pair;
    private SSLEngine engine;
    private OpenSslPrivateKeyMethod method;

    @BeforeAll
    void key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        pair = generator.generateKeyPair();
        engine = SSLContext.getDefault().createSSLEngine();
        method = RsaByAwsLc.of(pair.getPrivate()).orElseThrow();
    }

    static Stream<Arguments> schemes() {
        return Stream.of(
                Arguments.of(OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA256, "SHA256withRSA", 0),
                Arguments.of(OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA384, "SHA384withRSA", 0),
                Arguments.of(OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA512, "SHA512withRSA", 0),
                Arguments.of(OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PSS_RSAE_SHA256, "SHA-256", 32),
                Arguments.of(OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PSS_RSAE_SHA384, "SHA-384", 48),
                Arguments.of(OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PSS_RSAE_SHA512, "SHA-512", 64));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void theJdkVerifiesIt(int scheme, String algorithm, int salt) throws Exception {
        byte[] signature = method.sign(engine, scheme, INPUT);
        assertThat(verifies(pair.getPublic(), algorithm, salt, INPUT, signature))
                .isTrue();
        assertThat(verifies(pair.getPublic(), algorithm, salt, new byte[INPUT.length], signature))
                .isFalse();
    }

    @Test
    void otherSchemesAndKeyExchangeByRsaAreRefused() {
        for (int scheme : new int[] {
            OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA1,
            OpenSslPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_MD5_SHA1,
            OpenSslPrivateKeyMethod.SSL_SIGN_ECDSA_SECP256R1_SHA256
        }) {
            assertThatThrownBy(() -> method.sign(engine, scheme, INPUT)).isInstanceOf(SignatureException.class);
        }
        assertThatThrownBy(() -> method.decrypt(engine, INPUT)).isInstanceOf(SignatureException.class);
    }

    /** @param salt octets for PSS, whose {@code algorithm} is the digest; 0 for PKCS#1 */
    private static boolean verifies(PublicKey key, String algorithm, int salt, byte[] input, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier;
        if (salt == 0) {
            verifier = Signature.getInstance(algorithm, "SunRsaSign");
        } else {
            verifier = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
            verifier.setParameter(new PSSParameterSpec(algorithm, "MGF1", new MGF1ParameterSpec(algorithm), salt, 1));
        }
        verifier.initVerify(key);
        verifier.update(input);
        return verifier.verify(signature);
    }
}
