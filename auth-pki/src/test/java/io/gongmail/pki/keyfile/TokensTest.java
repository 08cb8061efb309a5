package io.gongmail.pki.keyfile;

import static io.gongmail.pki.keyfile.Vectors.opened;
import static io.gongmail.pki.keyfile.Vectors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With SoftHSM. Its library reads where its tokens are from the environment, so what uses it runs as another process. */
@Tag("clients")
class TokensTest {
    private static final String PIN = "123456";
    private static final String OFFICER_PIN = "officer-123456";

    @TempDir
    Path home;

    private final TestAuthority authority = TestAuthority.root("CN=Root,C=KR");

    @Test
    void aSigningPairInATokenSignsAChallengeAndItsKeyStaysThere() throws Exception {
        Path library = softHsm();
        KeyPair key = TestAuthority.rsa(2048);
        X509Certificate certificate = authority.issue(authority.person().key(key));
        token(library, key, certificate);
        assertThat(tried(library, PIN))
                .contains("subject " + certificate.getSubjectX500Principal().getName())
                .contains("use SIGNING")
                .contains("leaves the token: false")
                .contains("challenge proven: true");
    }

    @Test
    void aWrongPinAnEmptyTokenAndAMissingSlotAreTold() throws Exception {
        Path library = softHsm();
        initialised(library);
        assertThat(tried(library, "000000")).contains("WRONG_PASSWORD").contains("the PIN does not open it");
        assertThat(tried(library, PIN)).contains("NO_CERTIFICATE");
    }

    @Test
    void aLibraryThatIsNotOneIsTold() throws Exception {
        Path none = home.resolve("none.so");
        Opening.Refused<Token> missing = refused(new Tokens().open(none, 0, PIN.toCharArray()));
        assertThat(missing.problem()).isEqualTo(KeyProblem.NO_TOKEN);
        assertThat(missing.text()).contains("none.so").contains("install");
        Path text = Files.writeString(home.resolve("te\"xt.so"), "no library");
        assertThat(refused(new Tokens().open(text, 0, PIN.toCharArray())).problem())
                .isEqualTo(KeyProblem.NO_TOKEN);
    }

    private Path softHsm() throws Exception {
        Program.needed("softhsm2-util");
        Program.needed("pkcs11-tool");
        Optional<Path> library = Stream.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst();
        Program.needed("libsofthsm2.so", library.isPresent());
        Path tokens = Files.createDirectories(home.resolve("tokens"));
        Files.writeString(
                home.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        return library.orElseThrow();
    }

    private void initialised(Path library) throws Exception {
        Program.succeeds(
                environment(),
                "softhsm2-util",
                "--module",
                library.toString(),
                "--init-token",
                "--free",
                "--label",
                "gongmail",
                "--so-pin",
                OFFICER_PIN,
                "--pin",
                PIN);
    }

    private void token(Path library, KeyPair key, X509Certificate certificate) throws Exception {
        initialised(library);
        Path pem = home.resolve("key.pem");
        new KeyFiles(new SecureRandom())
                .writePlainPem(pem, opened(OpenedKey.of(key.getPrivate().getEncoded())));
        Program.succeeds(
                environment(),
                "softhsm2-util",
                "--module",
                library.toString(),
                "--import",
                pem.toString(),
                "--token",
                "gongmail",
                "--label",
                "hong",
                "--id",
                "0a",
                "--pin",
                PIN);
        Path der = Files.write(home.resolve("cert.der"), certificate.getEncoded());
        Program.succeeds(
                environment(),
                "pkcs11-tool",
                "--module",
                library.toString(),
                "--login",
                "--pin",
                PIN,
                "--write-object",
                der.toString(),
                "--type",
                "cert",
                "--id",
                "0a",
                "--label",
                "hong");
    }

    private Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", home.resolve("softhsm2.conf").toString());
    }

    private String tried(Path library, String pin) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                TokenTrial.class.getName(),
                library.toString(),
                pin));
        return Program.succeeds(environment(), command.toArray(new String[0]));
    }
}
