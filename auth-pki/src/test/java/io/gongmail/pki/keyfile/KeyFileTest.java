package io.gongmail.pki.keyfile;

import static io.gongmail.pki.keyfile.Vectors.PASSWORD;
import static io.gongmail.pki.keyfile.Vectors.opened;
import static io.gongmail.pki.keyfile.Vectors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.TestAuthority;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed-sha1",
                "seed-cbc",
                "aria-128-cbc",
                "aria-192-cbc",
                "aria-256-cbc",
                "seed-fixed-iv-pbkdf1",
                "seed-fixed-iv-pbkdf2",
                "gpki-seed-fixed-iv"
            })
    void aFileThatOthersMadeIsOpenedWithItsRandomNumber(String name) {
        KeyFile file = KeyFile.of(Vectors.octets(name)).orElseThrow();
        OpenedKey key = opened(file.open(PASSWORD.toCharArray()));
        assertThat(key.encoded()).isEqualTo(Vectors.octets("plain"));
        assertThat(key.privateKey().getAlgorithm()).isEqualTo("EC");
        assertThat(key.random())
                .hasValueSatisfying(r -> assertThat(HexFormat.of().formatHex(r))
                        .isEqualTo("00101112131415161718191a1b1c1d1e1f20212223"));
        assertThat(refused(file.open("official!2026".toCharArray())).problem()).isEqualTo(KeyProblem.WRONG_PASSWORD);
    }

    static Stream<KeyScheme> written() {
        return Stream.of(KeyScheme.values()).filter(KeyScheme::isWritten);
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatIsWrittenOpensByItsPasswordAloneAndKeepsTheRandomNumber(KeyScheme scheme) {
        OpenedKey key = opened(OpenedKey.of(Vectors.octets("plain")));
        KeyFile made = KeyFile.encrypted(key, scheme, PASSWORD.toCharArray(), random);
        KeyFile read = KeyFile.of(made.encoded()).orElseThrow();
        assertThat(read.scheme()).contains(scheme);
        assertThat(opened(read.open(PASSWORD.toCharArray())).encoded()).isEqualTo(Vectors.octets("plain"));
        assertThat(refused(read.open("another".toCharArray())).problem()).isEqualTo(KeyProblem.WRONG_PASSWORD);
        assertThat(KeyFile.encrypted(key, scheme, PASSWORD.toCharArray(), random))
                .as("salt and IV are new each time")
                .isNotEqualTo(made);
    }

    /** DK = PBKDF1-SHA1(password, salt, iterations, 20 octets); key = DK[0..16); IV = SHA1(DK[16..20))[0..16). */
    @Test
    void seedWithSha1IsWrittenAsTheSchemeSaysStepByStep() throws Exception {
        OpenedKey key = opened(OpenedKey.of(Vectors.octets("plain")));
        ASN1Sequence file =
                ASN1Sequence.getInstance(KeyFile.encrypted(key, KeyScheme.SEED_SHA1, PASSWORD.toCharArray(), random)
                        .encoded());
        AlgorithmIdentifier stated = AlgorithmIdentifier.getInstance(file.getObjectAt(0));
        assertThat(stated.getAlgorithm().getId()).isEqualTo("1.2.410.200004.1.15");
        ASN1Sequence parameters = ASN1Sequence.getInstance(stated.getParameters());
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(PASSWORD.getBytes(StandardCharsets.US_ASCII));
        byte[] derived = sha1.digest(
                ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets());
        int iterations = ASN1Integer.getInstance(parameters.getObjectAt(1)).intValueExact();
        for (int done = 1; done < iterations; done++) {
            derived = sha1.digest(derived);
        }
        Cipher seed = Cipher.getInstance("SEED/CBC/PKCS5Padding", new BouncyCastleProvider());
        seed.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(derived, 0, 16, "SEED"),
                new IvParameterSpec(Arrays.copyOf(sha1.digest(Arrays.copyOfRange(derived, 16, 20)), 16)));
        assertThat(seed.doFinal(ASN1OctetString.getInstance(file.getObjectAt(1)).getOctets()))
                .isEqualTo(Vectors.octets("plain"));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyScheme.class,
            names = {"SEED_FIXED_IV", "GPKI_SEED_FIXED_IV"})
    void schemesWithAFixedIvAreNeverWritten(KeyScheme scheme) {
        OpenedKey key = opened(OpenedKey.of(Vectors.octets("plain")));
        assertThatThrownBy(() -> KeyFile.encrypted(key, scheme, PASSWORD.toCharArray(), random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(KeyScheme.named(scheme.label())).isEmpty();
    }

    @Test
    void aFileCutBehindItsFirstBlockIsToldAsDamagedAndNotAsAWrongPassword() {
        EncryptedPrivateKeyInfo whole = EncryptedPrivateKeyInfo.getInstance(Vectors.octets("seed-sha1"));
        byte[] encrypted = whole.getEncryptedData();
        byte[] changed = encrypted.clone();
        changed[encrypted.length - 20] ^= 1;
        for (byte[] damaged : new byte[][] {changed, Arrays.copyOf(encrypted, encrypted.length - 5), new byte[0]}) {
            KeyFile file = file(whole.getEncryptionAlgorithm(), damaged);
            assertThat(refused(file.open(PASSWORD.toCharArray())).problem()).isEqualTo(KeyProblem.DAMAGED);
        }
    }

    @Test
    void damageInsideTheKeyIsToldAsDamageWithTheRightPassword() {
        EncryptedPrivateKeyInfo whole = EncryptedPrivateKeyInfo.getInstance(Vectors.octets("aria-256-cbc"));
        byte[] changed = whole.getEncryptedData().clone();
        changed[20] ^= 1; // garbles the second block and one octet of the third; the padding stays whole
        KeyFile file = file(whole.getEncryptionAlgorithm(), changed);
        assertThat(refused(file.open(PASSWORD.toCharArray())).problem()).isEqualTo(KeyProblem.DAMAGED);
        assertThat(refused(file.open("wrong".toCharArray())).problem()).isEqualTo(KeyProblem.WRONG_PASSWORD);
    }

    @Test
    void anUnknownSchemeIsToldByItsIdentifier() {
        KeyFile file = file(parameters("1.2.840.113549.1.5.3", 2_048), new byte[16]);
        assertThat(file.scheme()).isEmpty();
        Opening.Refused<OpenedKey> refused = refused(file.open(PASSWORD.toCharArray()));
        assertThat(refused.problem()).isEqualTo(KeyProblem.UNKNOWN_SCHEME);
        assertThat(refused.text()).contains("1.2.840.113549.1.5.3");
    }

    @Test
    void aKcdsaKeyIsToldAsOneThatTlsCannotUse() {
        Opening.Refused<OpenedKey> refused =
                refused(KeyFile.of(Vectors.octets("kcdsa")).orElseThrow().open(PASSWORD.toCharArray()));
        assertThat(refused.problem()).isEqualTo(KeyProblem.UNSUPPORTED_KEY);
        assertThat(refused.text()).contains("KCDSA").contains("1.2.410.200004.1.1");
    }

    @Test
    void moreIterationsThanTheBoundAreRefusedBeforeAnyIsDone() {
        for (BigInteger asked : new BigInteger[] {BigInteger.valueOf(Work.MOST + 1), BigInteger.ONE.shiftLeft(4_000)}) {
            AlgorithmIdentifier stated = new AlgorithmIdentifier(
                    new ASN1ObjectIdentifier("1.2.410.200004.1.15"),
                    new DERSequence(new ASN1Encodable[] {new DEROctetString(new byte[8]), new ASN1Integer(asked)}));
            Opening.Refused<OpenedKey> refused =
                    refused(file(stated, new byte[16]).open(PASSWORD.toCharArray()));
            assertThat(refused.problem()).isEqualTo(KeyProblem.TOO_MUCH_WORK);
            assertThat(refused.text()).contains("at most " + Work.MOST).hasSizeLessThan(300);
        }
    }

    /** The bound is on hashing, of which schemes do more or less in one iteration. */
    @Test
    void asManyIterationsAsTheBoundHasStepsForAreNotRefusedForTheirNumber() {
        assertAtTheBound("1.2.410.200004.1.15", Work.MOST); // PBKDF1
        assertAtTheBound("1.2.410.200004.1.4", Work.MOST / 3); // PBKDF1 and PBKDF2 are tried
        assertThat(KeyFile.of(pbes2(KeyScheme.SEED_CBC, Prf.SHA1, Work.MOST / 2))
                        .orElseThrow()
                        .iterations())
                .hasValue(Work.MOST / 2);
        assertThat(KeyFile.of(pbes2(KeyScheme.SEED_CBC, Prf.SHA1, Work.MOST / 2 + 1))
                        .orElseThrow()
                        .iterations())
                .isEmpty();
        assertThat(KeyFile.of(pbes2(KeyScheme.ARIA_256_CBC, Prf.SHA1, Work.MOST / 4))
                        .orElseThrow()
                        .iterations())
                .as("two blocks of SHA-1 make its key")
                .hasValue(Work.MOST / 4);
        assertThat(KeyFile.of(pbes2(KeyScheme.ARIA_256_CBC, Prf.SHA1, Work.MOST / 4 + 1))
                        .orElseThrow()
                        .iterations())
                .isEmpty();
        assertThat(KeyFile.of(pbes2(KeyScheme.ARIA_256_CBC, Prf.SHA512, Work.MOST / 6))
                        .orElseThrow()
                        .iterations())
                .hasValue(Work.MOST / 6);
        assertThat(KeyFile.of(pbes2(KeyScheme.ARIA_256_CBC, Prf.SHA512, Work.MOST / 6 + 1))
                        .orElseThrow()
                        .iterations())
                .isEmpty();
    }

    private static void assertAtTheBound(String oid, int iterations) {
        assertThat(file(parameters(oid, iterations), new byte[16]).iterations()).hasValue(iterations);
        assertThat(file(parameters(oid, iterations + 1), new byte[16]).iterations())
                .isEmpty();
    }

    private static byte[] pbes2(KeyScheme scheme, Prf prf, int iterations) {
        try {
            return new EncryptedPrivateKeyInfo(
                            new AlgorithmIdentifier(
                                    PKCSObjectIdentifiers.id_PBES2,
                                    new PBES2Parameters(
                                            new KeyDerivationFunc(
                                                    PKCSObjectIdentifiers.id_PBKDF2,
                                                    new PBKDF2Params(
                                                            new byte[8],
                                                            iterations,
                                                            new AlgorithmIdentifier(prf.oid(), DERNull.INSTANCE))),
                                            new EncryptionScheme(
                                                    new ASN1ObjectIdentifier(scheme.oid()),
                                                    new DEROctetString(new byte[16])))),
                            new byte[16])
                    .getEncoded();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHeaderThatIsNotWhatItShouldBeIsDamage() {
        assertThat(refused(file(parameters("1.2.410.200004.1.15", 0), new byte[16])
                                .open(PASSWORD.toCharArray()))
                        .problem())
                .isEqualTo(KeyProblem.DAMAGED);
        AlgorithmIdentifier bare = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.410.200004.1.15"));
        assertThat(refused(file(bare, new byte[16]).open(PASSWORD.toCharArray()))
                        .problem())
                .isEqualTo(KeyProblem.DAMAGED);
    }

    @Test
    void whatIsNoKeyFileIsNone() throws Exception {
        byte[] whole = Vectors.octets("seed-sha1");
        assertThat(KeyFile.of(new byte[0])).isEmpty();
        assertThat(KeyFile.of(Vectors.octets("plain"))).isEmpty();
        assertThat(KeyFile.of(Arrays.copyOf(whole, whole.length - 1))).isEmpty();
        assertThat(KeyFile.of(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
        assertThat(KeyFile.of(Arrays.copyOf(whole, KeyFile.LARGEST + 1))).isEmpty();
        assertThat(KeyFile.of(TestAuthority.root("CN=Root,C=KR").certificate().getEncoded()))
                .isEmpty();
    }

    @Test
    void anotherRandomNumberTakesThePlaceOfTheOneBefore() {
        OpenedKey key = opened(OpenedKey.of(Vectors.octets("plain")));
        OpenedKey other = key.withRandom(new byte[] {1, 2, 3});
        assertThat(other.random()).hasValueSatisfying(r -> assertThat(r).containsExactly(0, 1, 2, 3));
        assertThat(other.privateKey()).isEqualTo(key.privateKey());
    }

    @Test
    void aClosedKeyLeavesNoOctets() {
        OpenedKey key = opened(OpenedKey.of(Vectors.octets("plain")));
        assertThat(key.toString()).isEqualTo("EC key with R");
        key.close();
        assertThat(key.encoded()).containsOnly(0);
    }

    /** RFC 4269 appendix B, RFC 5794 appendix A. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEED_CBC 00000000000000000000000000000000 000102030405060708090a0b0c0d0e0f 5ebac6e0054e166819aff1cc6d346cdb",
                "SEED_CBC 000102030405060708090a0b0c0d0e0f 00000000000000000000000000000000 c11f22f20140505084483597e4370f43",
                "SEED_CBC 4706480851e61be85d74bfb3fd956185 83a2f8a288641fb9a4e9a5cc2f131c7d ee54d13ebcae706d226bc3142cd40d4a",
                "SEED_CBC 28dbc3bc49ffd87dcfa509b11d422be7 b41e6be2eba84a148e2eed84593c5ec7 9b9b7bfcd1813cb95d0b3618f40f5122",
                "ARIA_128_CBC 000102030405060708090a0b0c0d0e0f 00112233445566778899aabbccddeeff d718fbd6ab644c739da95f3be6451778",
                "ARIA_192_CBC 000102030405060708090a0b0c0d0e0f1011121314151617 00112233445566778899aabbccddeeff "
                        + "26449c1805dbe7aa25a468ce263a9e79",
                "ARIA_256_CBC 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f "
                        + "00112233445566778899aabbccddeeff f92bd7c79fb72e2f2b8f80c1972d24fc"
            })
    void theCiphersGiveWhatWasPublished(String line) {
        String[] parts = line.split(" ");
        byte[] key = HexFormat.of().parseHex(parts[1]);
        byte[] plain = HexFormat.of().parseHex(parts[2]);
        var engine = PasswordCipher.engine(KeyScheme.valueOf(parts[0]));
        byte[] out = new byte[16];
        engine.init(true, new org.bouncycastle.crypto.params.KeyParameter(key));
        engine.processBlock(plain, 0, out, 0);
        assertThat(HexFormat.of().formatHex(out)).isEqualTo(parts[3]);
        engine.init(false, new org.bouncycastle.crypto.params.KeyParameter(key));
        engine.processBlock(out, 0, out, 0);
        assertThat(out).isEqualTo(plain);
    }

    private static AlgorithmIdentifier parameters(String oid, int iterations) {
        return new AlgorithmIdentifier(
                new ASN1ObjectIdentifier(oid),
                new DERSequence(new ASN1Encodable[] {new DEROctetString(new byte[8]), new ASN1Integer(iterations)}));
    }

    private static KeyFile file(AlgorithmIdentifier stated, byte[] encrypted) {
        try {
            return KeyFile.of(new EncryptedPrivateKeyInfo(stated, encrypted).getEncoded())
                    .orElseThrow();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
