package io.gongmail.pki.keyfile;

import static io.gongmail.pki.keyfile.Vectors.opened;
import static io.gongmail.pki.keyfile.Vectors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.TestAuthority;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.rosstandart.RosstandartObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs12FilesTest {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final char[] PASSWORD = "Official!2026".toCharArray();

    @TempDir
    Path home;

    private final TestAuthority root = TestAuthority.root("CN=Root,C=KR");
    private final TestAuthority issuing = root.authority("CN=Issuing,C=KR", UnaryOperator.identity());
    private final KeyPair key = TestAuthority.rsa(2048);
    private final X509Certificate certificate = issuing.issue(issuing.person().key(key));
    private final Pkcs12Files files = new Pkcs12Files(new SecureRandom());
    private int made;

    @Test
    void theJdkReadsWhatWeWriteWithItsChain() throws Exception {
        Path made = home.resolve("hong.p12");
        files.write(made, List.of(pair()), PASSWORD);
        KeyStore store = KeyStore.getInstance(made.toFile(), PASSWORD);
        String alias = Collections.list(store.aliases()).get(0);
        assertThat(store.getKey(alias, PASSWORD)).isEqualTo(key.getPrivate());
        assertThat(store.getCertificateChain(alias)).containsExactly(certificate, issuing.certificate());
    }

    @Test
    void whatTheJdkWroteIsRead() throws Exception {
        Path made = home.resolve("jdk.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("hong", key.getPrivate(), PASSWORD, new Certificate[] {certificate, issuing.certificate()});
        try (OutputStream out = Files.newOutputStream(made)) {
            store.store(out, PASSWORD);
        }
        Pair pair = opened(files.open(made, PASSWORD)).get(0);
        assertThat(pair.chain()).containsExactly(certificate, issuing.certificate());
        assertThat(pair.key().privateKey()).isEqualTo(key.getPrivate());
    }

    @Test
    void bothPairsGoInAndComeOutWithTheirRandomNumbers() throws Exception {
        KeyPair other = TestAuthority.ec();
        X509Certificate exchange = issuing.issue(issuing.person().key(other).usage(KeyUsage.keyAgreement));
        Pair second =
                new Pair(List.of(exchange, issuing.certificate()), key(other).withRandom(new byte[] {7}));
        Path made = home.resolve("two.p12");
        files.write(made, List.of(pair(), second), PASSWORD);
        List<Pair> pairs = opened(files.open(made, PASSWORD));
        assertThat(pairs).extracting(Pair::use).containsExactly(KeyUse.SIGNING, KeyUse.KEY_EXCHANGE);
        assertThat(pairs).extracting(pair -> pair.key().hasRandom()).containsExactly(false, true);
    }

    @Test
    void aWrongPasswordAndAForeignFileAreToldApart() throws Exception {
        Path made = home.resolve("hong.p12");
        files.write(made, List.of(pair()), PASSWORD);
        Opening.Refused<List<Pair>> wrong = refused(files.open(made, "wrong".toCharArray()));
        assertThat(wrong.problem()).isEqualTo(KeyProblem.WRONG_PASSWORD);
        assertThat(wrong.text()).contains("hong.p12");
        byte[] whole = Files.readAllBytes(made);
        Path cut = Files.write(home.resolve("cut.p12"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(refused(files.open(cut, PASSWORD)).problem()).isEqualTo(KeyProblem.DAMAGED);
        assertThatThrownBy(() -> files.open(home.resolve("none.p12"), PASSWORD)).hasMessageContaining("none.p12");
    }

    @Test
    void aFileOfTooManyIterationsIsRefusedBeforeAnyIsDone() throws Exception {
        Path made = home.resolve("slow.p12");
        files.write(made, List.of(pair()), PASSWORD);
        byte[] octets = Files.readAllBytes(made);
        Pfx pfx = Pfx.getInstance(octets);
        MacData mac = pfx.getMacData();
        Pfx slow = new Pfx(pfx.getAuthSafe(), new MacData(mac.getMac(), mac.getSalt(), Work.MOST + 1));
        Path file = Files.write(home.resolve("slower.p12"), slow.getEncoded());
        assertThat(refused(files.open(file, PASSWORD)).problem()).isEqualTo(KeyProblem.TOO_MUCH_WORK);
    }

    @Test
    void aFileAsFirefoxAndThunderbirdMakeThemOpens() throws Exception {
        Path file = made(600_000, 600_000, 600_000);
        assertThat(opened(files.open(file, PASSWORD)).get(0).certificate()).isEqualTo(certificate);
    }

    @Test
    void theWorkOfAllPartsTogetherIsBounded() throws Exception {
        int rest = (Work.MOST - 2_000_000) / 2;
        assertThat(opened(files.open(made(1_000_000, 500_000, rest), PASSWORD))).hasSize(1);
        Opening.Refused<List<Pair>> refused = refused(files.open(made(1_000_000, 500_000, rest + 1), PASSWORD));
        assertThat(refused.problem()).isEqualTo(KeyProblem.TOO_MUCH_WORK);
        assertThat(refused.text())
                .contains("asks for " + (Work.MOST + 2) + " steps")
                .contains("at most " + Work.MOST);
    }

    @Test
    void keysAndCertificatesAreCounted() throws Exception {
        List<PKCS12SafeBag> keys = Collections.nCopies(9, new PKCS12SafeBagBuilder(plain()).build());
        PKCS12SafeBag own = new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(certificate)).build();
        assertThat(opened(files.open(plain(keys.subList(0, 8), Collections.nCopies(40, own)), PASSWORD)))
                .hasSize(8);
        for (Path tooMany :
                List.of(plain(keys, List.of(own)), plain(keys.subList(0, 1), Collections.nCopies(41, own)))) {
            assertThat(refused(files.open(tooMany, PASSWORD)).problem()).isEqualTo(KeyProblem.TOO_MUCH_WORK);
        }
    }

    @Test
    void aDigestOrDerivationOfUnknownCostIsNotTouched() throws Exception {
        Pfx pfx = Pfx.getInstance(Files.readAllBytes(made(1, 1, 1)));
        MacData mac = pfx.getMacData();
        DigestInfo odd = new DigestInfo(
                new AlgorithmIdentifier(RosstandartObjectIdentifiers.id_tc26_gost_3411_12_512),
                mac.getMac().getDigest());
        Path file = Files.write(
                home.resolve("odd-mac.p12"),
                new Pfx(pfx.getAuthSafe(), new MacData(odd, mac.getSalt(), 1)).getEncoded());
        Opening.Refused<List<Pair>> refused = refused(files.open(file, PASSWORD));
        assertThat(refused.problem()).isEqualTo(KeyProblem.UNKNOWN_SCHEME);
        assertThat(refused.text()).contains("1.2.643.7.1.1.2.3");
    }

    /** With AES-256 and HMAC-SHA-256 throughout. */
    private Path made(int mac, int ofKey, int ofCertificates) throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        builder.addData(new PKCS12SafeBagBuilder(plain(), encryptor(ofKey)).build());
        builder.addEncryptedData(
                encryptor(ofCertificates),
                new PKCS12SafeBag[] {new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(certificate)).build()});
        return written(builder, mac);
    }

    private Path plain(List<PKCS12SafeBag> keys, List<PKCS12SafeBag> certificates) throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        for (PKCS12SafeBag bag : keys) {
            builder.addData(bag);
        }
        for (PKCS12SafeBag bag : certificates) {
            builder.addData(bag);
        }
        return written(builder, 1);
    }

    private Path written(PKCS12PfxPduBuilder builder, int iterationsOfMac) throws Exception {
        return Files.write(
                home.resolve("made" + made++ + ".p12"),
                builder.build(
                                new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                        .setProvider(BOUNCY_CASTLE)
                                        .setIterationCount(iterationsOfMac),
                                PASSWORD)
                        .getEncoded());
    }

    private PrivateKeyInfo plain() {
        return PrivateKeyInfo.getInstance(key.getPrivate().getEncoded());
    }

    private static OutputEncryptor encryptor(int iterations) throws Exception {
        return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(BOUNCY_CASTLE)
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
                .setIterationCount(iterations)
                .build(PASSWORD);
    }

    @Test
    void aFileWithoutItsCertificateIsToldAsThat() throws Exception {
        Path made = home.resolve("odd.p12");
        X509Certificate another = issuing.issue(issuing.person());
        files.write(made, List.of(new Pair(List.of(another), key(key))), PASSWORD);
        assertThat(refused(files.open(made, PASSWORD)).problem()).isEqualTo(KeyProblem.NO_CERTIFICATE);
    }

    private Pair pair() {
        return new Pair(List.of(certificate, issuing.certificate()), key(key));
    }

    private static OpenedKey key(KeyPair pair) {
        return opened(OpenedKey.of(pair.getPrivate().getEncoded()));
    }
}
