package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final Instant FROM = NOW.minus(Duration.ofDays(10));
    private static final Instant UNTIL = NOW.plus(Duration.ofDays(10));

    private static TestKeys authority;
    private static TestKeys rsa;
    private static TestKeys elliptic;

    @TempDir
    Path folder;

    @BeforeAll
    static void keys() {
        authority = TestKeys.authority("server CA");
        rsa = authority.issue("mail.moe.example", TestKeys.rsa(2_048), FROM, UNTIL);
        elliptic = authority.issue("mail.moe.example");
    }

    @Test
    void oneKeyIsEnough() {
        ServerKey.Reading reading = read(NOW, rsa);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.keys()).singleElement().satisfies(key -> {
            assertThat(key.key()).isEqualTo(rsa.key());
            assertThat(key.chain()).isEqualTo(rsa.chain());
        });
    }

    @Test
    void ofTwoTheCheaperOneComesFirstHoweverTheyAreWritten() {
        for (ServerKey.Reading reading : List.of(read(NOW, rsa, elliptic), read(NOW, elliptic, rsa))) {
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.keys()).extracting(ServerKey::key).containsExactly(elliptic.key(), rsa.key());
        }
    }

    @Test
    void aKeyAsOpenSslUsedToWriteItIsReadToo() {
        Path traditional = write("traditional.pem", "Bag attributes\n", rsa.certificate(), rsa.key());

        assertThat(text(traditional)).contains("BEGIN RSA PRIVATE KEY");
        assertThat(read(NOW, certificate(rsa), traditional).keys())
                .extracting(ServerKey::key)
                .containsExactly(rsa.key());
    }

    @Test
    void twoOfOneKindAreOneTooMany() {
        TestKeys other = authority.issue("mail.moe.example");

        assertThat(problems(read(NOW, elliptic, other)))
                .singleElement()
                .asString()
                .contains("[tls] certificate: ", "has the same kind of key", "one RSA, one P-256, or both");
    }

    @Test
    void aKeyOfAnotherCertificateIsToldWithBothFiles() {
        for (TestKeys other : List.of(rsa, authority.issue("other.example"))) {
            Path certificate = certificate(elliptic);
            Path key = key(other);

            assertThat(problems(read(NOW, certificate, key)))
                    .containsExactly("[tls] key: " + key + " is not the key of " + certificate
                            + "; name each key where its certificate is named");
        }
    }

    @Test
    void certificatesOutOfTheirTimeAreTold() {
        assertThat(problems(read(UNTIL.plusSeconds(1), rsa)))
                .singleElement()
                .asString()
                .contains("expired on " + UNTIL);
        assertThat(problems(read(FROM.minusSeconds(1), rsa)))
                .singleElement()
                .asString()
                .contains("is not valid before " + FROM);
        assertThat(read(FROM, rsa).problems()).isEmpty();
        assertThat(read(UNTIL, rsa).problems()).isEmpty();
    }

    @Test
    void aChainOutOfItsTimeOrOrderIsTold() {
        TestKeys expired = authority.issue("issuer", TestKeys.rsa(2_048), FROM, NOW.minusSeconds(1));
        Path chain = write("chain.pem", rsa.certificate(), expired.certificate());

        assertThat(problems(read(NOW, chain, key(rsa))))
                .hasSize(2)
                .anyMatch(told -> told.contains("certificate 2, expired on "))
                .anyMatch(told -> told.contains("certificate 2, did not issue the one before it"));
    }

    @Test
    void weakAndUncommonKeysAreTold() {
        TestKeys weak = authority.issue("weak", TestKeys.rsa(1_024), FROM, UNTIL);
        TestKeys curve =
                authority.issue("curve", TestKeys.pair("EC", new ECGenParameterSpec("secp384r1")), FROM, UNTIL);

        assertThat(problems(read(NOW, weak, curve)))
                .hasSize(2)
                .allMatch(told -> told.contains("allowed: RSA of at least 2048 bits, or P-256"));
    }

    @Test
    void filesWithoutWhatIsLookedForAreToldAllAtOnce() {
        Path text = write("text.pem", "");
        Path nowhere = folder.resolve("nowhere.pem");
        Path broken = write("broken.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path certificate = certificate(rsa);

        assertThat(problems(ServerKey.read(
                        List.of(nowhere, text, certificate, certificate),
                        List.of(folder, certificate, nowhere, broken),
                        NOW)))
                .hasSize(6)
                .anyMatch(told -> told.contains("certificate: " + nowhere + " is not there"))
                .anyMatch(told -> told.contains("key: " + folder + " cannot be read"))
                .anyMatch(told -> told.contains("certificate: " + text + " holds no certificate"))
                .anyMatch(told -> told.contains("key: " + certificate + " holds no key"))
                .anyMatch(told -> told.contains("key: " + nowhere + " is not there"))
                .anyMatch(told -> told.contains("key: " + broken + " holds a key that cannot be read"));
    }

    @Test
    void somethingElseInPlaceOfACertificateIsTold() {
        Path broken = write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThat(problems(read(NOW, broken, key(rsa))))
                .singleElement()
                .asString()
                .contains(broken + " holds something that is no certificate");
    }

    @Test
    void anEncryptedKeyIsToldAsThat() throws OperatorCreationException, PemGenerationException {
        ASN1ObjectIdentifier cipher = PKCS8Generator.AES_256_CBC;
        OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(cipher)
                .setProvider(new BouncyCastleProvider())
                .setRandom(new SecureRandom())
                .setPassword("secret".toCharArray())
                .build();
        Path encrypted = write("encrypted.pem", new JcaPKCS8Generator(rsa.key(), encryptor));

        assertThat(problems(read(NOW, certificate(rsa), encrypted)))
                .singleElement()
                .asString()
                .contains("key: " + encrypted + " is encrypted");
    }

    @Test
    void nobodyAsksForFewerKeysThanCertificates() {
        Path certificate = certificate(rsa);

        assertThatThrownBy(() -> ServerKey.read(List.of(certificate), List.of(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServerKey.read(List.of(), List.of(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ServerKey.Reading read(Instant now, TestKeys... keys) {
        return ServerKey.read(
                Stream.of(keys).map(this::certificate).toList(),
                Stream.of(keys).map(this::key).toList(),
                now);
    }

    private static ServerKey.Reading read(Instant now, Path certificate, Path key) {
        return ServerKey.read(List.of(certificate), List.of(key), now);
    }

    private static List<String> problems(ServerKey.Reading reading) {
        return reading.problems().stream().map(ServerKey.Problem::toString).toList();
    }

    private Path certificate(TestKeys keys) {
        return write(Math.abs(keys.hashCode()) + ".crt.pem", keys.chain().toArray(X509Certificate[]::new));
    }

    private Path key(TestKeys keys) {
        try {
            return write(Math.abs(keys.hashCode()) + ".key.pem", new JcaPKCS8Generator(keys.key(), null));
        } catch (PemGenerationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Text as it is, anything else as PEM; a plain key as OpenSSL's old programs did. */
    private Path write(String name, Object... things) {
        Path file = folder.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            for (Object thing : things) {
                if (thing instanceof String text) {
                    pem.write(text);
                } else {
                    pem.writeObject(thing);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
