package io.gongmail.pki.keyfile;

import static io.gongmail.pki.keyfile.Vectors.opened;
import static io.gongmail.pki.keyfile.Vectors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.TestAuthority;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {
    private static final char[] PASSWORD = "Official!2026".toCharArray();

    @TempDir
    Path home;

    private final TestAuthority authority = TestAuthority.root("CN=Root,C=KR");
    private final KeyPair signingKey = TestAuthority.ec();
    private final KeyPair exchangeKey = TestAuthority.rsa(2048);
    private final X509Certificate signing = authority.issue(authority.person().key(signingKey));
    private final X509Certificate exchange =
            authority.issue(authority.person().key(exchangeKey).usage(KeyUsage.keyEncipherment));
    private final KeyFiles files = new KeyFiles(new SecureRandom());
    private final CertificateFolder folder = new CertificateFolder(files);

    @Test
    void signingAndKeyExchangePairsOfAGpkiFolderAreFoundAndOpened() throws Exception {
        Path class2 = Files.createDirectories(home.resolve("GPKI/Certificate/class2"));
        write(class2, "850홍길동001_env.cer", "850홍길동001_env.key", exchange, exchangeKey);
        write(class2, "850홍길동001_sig.cer", "850홍길동001_sig.key", signing, signingKey);
        List<FoundPair> pairs = folder.pairs(home);
        assertThat(pairs).extracting(FoundPair::use).containsExactly(KeyUse.SIGNING, KeyUse.KEY_EXCHANGE);
        assertThat(pairs).extracting(FoundPair::layout).containsOnly(FoundPair.Layout.GPKI);
        Pair pair = opened(folder.open(pairs.get(0), PASSWORD));
        assertThat(pair.certificate()).isEqualTo(signing);
        assertThat(pair.key().privateKey()).isEqualTo(signingKey.getPrivate());
        assertThat(opened(folder.open(pairs.get(1), PASSWORD)).use()).isEqualTo(KeyUse.KEY_EXCHANGE);
    }

    @Test
    void aPairOfABankIsFoundByItsNamesWhateverTheirCase() throws Exception {
        Path user = Files.createDirectories(home.resolve("NPKI/yessign/USER/cn=홍길동()0004,ou=HNB,o=yessign,c=kr"));
        write(user, "SIGNCERT.DER", "SignPri.key", signing, signingKey);
        write(user, "kmCert.der", "kmPri.key", exchange, exchangeKey);
        List<FoundPair> pairs = folder.pairs(home);
        assertThat(pairs)
                .extracting(FoundPair::layout)
                .containsOnly(FoundPair.Layout.NPKI)
                .hasSize(2);
        assertThat(opened(folder.open(pairs.get(0), PASSWORD)).certificate()).isEqualTo(signing);
    }

    @Test
    void aKeyIsPairedByProofAndNotByItsName() throws Exception {
        X509Certificate renewed = authority.issue(authority.person());
        write(home, "a_sig.cer", "a_sig.key", renewed, signingKey);
        Files.write(home.resolve("old.cer"), signing.getEncoded());
        Files.writeString(home.resolve("readme.pem"), "not a certificate");
        Pair pair = opened(folder.open(folder.pairs(home).get(0), PASSWORD));
        assertThat(pair.certificate()).isEqualTo(signing);

        Files.delete(home.resolve("old.cer"));
        Opening.Refused<Pair> alone = refused(folder.open(folder.pairs(home).get(0), PASSWORD));
        assertThat(alone.problem()).isEqualTo(KeyProblem.NO_CERTIFICATE);
        assertThat(alone.text()).contains("a_sig.key");
    }

    @Test
    void aRefusalNamesTheFile() throws Exception {
        write(home, "a_sig.cer", "a_sig.key", signing, signingKey);
        Opening.Refused<Pair> refused = refused(folder.open(folder.pairs(home).get(0), "wrong".toCharArray()));
        assertThat(refused.problem()).isEqualTo(KeyProblem.WRONG_PASSWORD);
        assertThat(refused.text()).contains("a_sig.key").doesNotContain("wrong".concat("\n"));
    }

    @Test
    void pemKeysArePairedToo() throws Exception {
        Pair pair = new Pair(List.of(signing), key(signingKey));
        pair.writeChainPem(home.resolve("hong.crt.pem"));
        files.writePem(home.resolve("hong.key.pem"), pair.key(), KeyScheme.AES_256_CBC, PASSWORD);
        files.writePlainPem(Files.createDirectory(home.resolve("plain")).resolve("hong.key.pem"), pair.key());
        pair.writeCertificate(home.resolve("plain/hong.cer"));
        assertThat(Files.readString(home.resolve("hong.key.pem"))).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        for (FoundPair found : folder.pairs(home)) {
            assertThat(opened(folder.open(found, PASSWORD)).certificate()).isEqualTo(signing);
        }
        assertThat(folder.pairs(home)).hasSize(2);
    }

    @Test
    void keysAreTheirOwnersAloneAndNeverWrittenOverOthers() throws Exception {
        Path file = home.resolve("a_sig.key");
        files.write(file, key(signingKey), KeyScheme.SEED_SHA1, PASSWORD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> files.write(file, key(exchangeKey), KeyScheme.SEED_SHA1, PASSWORD))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a_sig.key");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void whatIsNoKeyFileIsToldWithItsName() throws Exception {
        Path text = Files.writeString(home.resolve("a.key"), "no key");
        Path old = Files.writeString(
                home.resolve("b.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Path large = Files.write(home.resolve("c.key"), new byte[KeyFile.LARGEST + 1]);
        assertThatThrownBy(() -> files.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.key");
        assertThatThrownBy(() -> files.read(old)).hasMessageContaining("b.key").hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> files.read(large))
                .hasMessageContaining("c.key")
                .hasMessageContaining("KiB");
        assertThatThrownBy(() -> files.read(home.resolve("d.key"))).hasMessageContaining("d.key");
        assertThatThrownBy(() -> folder.pairs(text)).hasMessageContaining("a.key");
    }

    @Test
    void filesAreNamedByTheCommonNameWhereverItStandsAndNeverLeaveTheirFolder() {
        assertThat(named("CN=001홍길동001,OU=people,O=Government of Korea,C=KR")).isEqualTo("001홍길동001");
        assertThat(named("C=KR,O=Government of Korea,CN=001홍길동001")).isEqualTo("001홍길동001");
        assertThat(named("CN=../../etc/x,C=KR")).isEqualTo("_.._.._etc_x");
        assertThat(named("O=nobody,C=KR")).isEqualTo("1a2b");
    }

    private String named(String subject) {
        TestAuthority named = TestAuthority.root(
                subject, certificate -> certificate.key(signingKey).serial(BigInteger.valueOf(0x1a2b)));
        return new Pair(List.of(named.certificate()), key(signingKey)).fileName();
    }

    private void write(Path place, String cer, String key, X509Certificate certificate, KeyPair pair) throws Exception {
        Files.write(place.resolve(cer), certificate.getEncoded());
        files.write(place.resolve(key), key(pair), KeyScheme.SEED_SHA1, PASSWORD);
    }

    private static OpenedKey key(KeyPair pair) {
        return opened(OpenedKey.of(pair.getPrivate().getEncoded()));
    }
}
