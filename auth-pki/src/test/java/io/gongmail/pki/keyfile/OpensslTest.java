package io.gongmail.pki.keyfile;

import static io.gongmail.pki.keyfile.Vectors.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl made is read, and what we made openssl reads. */
@Tag("clients")
class OpensslTest {
    private static final String PASSWORD = "Official!2026";

    @TempDir
    Path home;

    private final KeyPair key = TestAuthority.rsa(2048);
    private final KeyFiles files = new KeyFiles(new SecureRandom());

    @BeforeEach
    void thereIsOpenssl() {
        Program.needed("openssl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed-cbc", "aria-128-cbc", "aria-192-cbc", "aria-256-cbc", "aes-256-cbc"})
    void keyFilesGoBothWays(String cipher) throws Exception {
        Path plain = home.resolve("plain.pem");
        files.writePlainPem(plain, key());
        for (String form : List.of("DER", "PEM")) {
            Path theirs = home.resolve("theirs." + form);
            openssl(
                    "pkcs8",
                    "-topk8",
                    "-v2",
                    cipher,
                    "-in",
                    plain,
                    "-passout",
                    "pass:" + PASSWORD,
                    "-outform",
                    form,
                    "-out",
                    theirs);
            assertThat(files.read(theirs).orElseThrow().scheme()).isEqualTo(KeyScheme.named(cipher));
            assertThat(opened(files.open(theirs, PASSWORD.toCharArray())).privateKey())
                    .isEqualTo(key.getPrivate());
        }
        Path ours = home.resolve("ours.key");
        files.write(
                ours, key().withRandom(new byte[20]), KeyScheme.named(cipher).orElseThrow(), PASSWORD.toCharArray());
        openssl(
                "pkcs8",
                "-in",
                ours,
                "-inform",
                "DER",
                "-passin",
                "pass:" + PASSWORD,
                "-out",
                home.resolve("opened.pem"));
        assertThat(opened(files.open(home.resolve("opened.pem"), new char[0])).privateKey())
                .isEqualTo(key.getPrivate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-aes256", "-legacy"})
    void pkcs12GoesBothWays(String how) throws Exception {
        TestAuthority root = TestAuthority.root("CN=Root,C=KR");
        TestAuthority issuing = root.authority("CN=Issuing,C=KR", UnaryOperator.identity());
        X509Certificate certificate = issuing.issue(issuing.person().key(key));
        Pair pair = new Pair(List.of(certificate, issuing.certificate()), key().withRandom(new byte[20]));
        Pkcs12Files pkcs12 = new Pkcs12Files(new SecureRandom());
        Path ours = home.resolve("ours.p12");
        pkcs12.write(ours, List.of(pair), PASSWORD.toCharArray());
        Path pem = home.resolve("all.pem");
        openssl("pkcs12", "-in", ours, "-passin", "pass:" + PASSWORD, "-nodes", "-out", pem);
        assertThat(Files.readString(pem, StandardCharsets.ISO_8859_1))
                .contains("BEGIN PRIVATE KEY")
                .containsPattern("(?s)(BEGIN CERT.*){2}");
        Path theirs = home.resolve("theirs.p12");
        openssl("pkcs12", "-export", how, "-in", pem, "-passout", "pass:" + PASSWORD, "-out", theirs);
        Pair read = opened(pkcs12.open(theirs, PASSWORD.toCharArray())).get(0);
        assertThat(read.chain()).containsExactly(certificate, issuing.certificate());
        assertThat(read.key().privateKey()).isEqualTo(key.getPrivate());
    }

    @Test
    void theRandomNumberIsWhereOpensslSeesAnAttribute() throws Exception {
        Path ours = home.resolve("ours.key");
        files.write(ours, key().withRandom(new byte[] {0x5a, 0x5a}), KeyScheme.ARIA_256_CBC, PASSWORD.toCharArray());
        String shown = openssl("asn1parse", "-inform", "DER", "-in", decrypted(ours));
        assertThat(shown).contains("1.2.410.200004.10.1.1.3").contains("BIT STRING");
    }

    private Path decrypted(Path ours) throws Exception {
        OpenedKey opened = opened(files.open(ours, PASSWORD.toCharArray()));
        return Files.write(home.resolve("decrypted.der"), opened.encoded());
    }

    private OpenedKey key() {
        return opened(OpenedKey.of(key.getPrivate().getEncoded()));
    }

    /** SEED and RC2 are in its legacy provider. */
    private static String openssl(Object command, Object... options) throws Exception {
        List<String> line = new ArrayList<>(List.of("openssl", command.toString()));
        if (!command.equals("asn1parse")) {
            line.addAll(List.of("-provider", "legacy", "-provider", "default"));
        }
        for (Object option : options) {
            line.add(option.toString());
        }
        return Program.succeeds(Map.of(), line.toArray(new String[0]));
    }
}
