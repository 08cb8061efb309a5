package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.DemoAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pki inspect}, {@code convert} and {@code verify}; nothing runs beside them. */
class KeyCommandsTest {
    private static final String PASSWORD = "Official!2026";

    @TempDir
    static Path home;

    @TempDir
    Path out;

    private record Said(int exit, String out, String err) {
        List<JsonNode> json() throws IOException {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : out.lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return lines;
        }
    }

    @BeforeAll
    static void people() throws Exception {
        SecureRandom random = new SecureRandom();
        DemoAuthority authority = DemoAuthority.open(home.resolve("pki"), Clock.systemUTC(), random);
        Path people = home.resolve("people");
        DemoAuthority.write(authority.official("교육부", "001홍길동001"), people, "hong", PASSWORD);
        DemoAuthority.write(authority.expired("교육부", "001만료자002"), people, "expired", PASSWORD);
        DemoAuthority.write(authority.foreign("교육부", "001외부자003"), people, "foreign", PASSWORD);
        Files.writeString(home.resolve("password"), PASSWORD + "\r\nsecond line\n");
        Files.writeString(home.resolve("wrong"), "wrong\n");
    }

    @Test
    void aPairGoesFromPkcs12ThroughEveryKindAndBackAndStaysTheSame() throws Exception {
        Path gpki = out.resolve("gpki");
        Path npki = out.resolve("npki");
        Path pem = out.resolve("pem");
        Path plain = out.resolve("plain");
        Path p12 = out.resolve("back.p12");
        converted(file("hong.p12"), "gpki", gpki, "--scheme", "aria-256-cbc");
        assertThat(gpki.resolve("001홍길동001_sig.cer")).exists();
        converted(gpki.toString(), "npki", npki);
        converted(npki.resolve("signPri.key").toString(), "pem", pem);
        converted(pem.toString(), "plain-pem", plain);
        converted(
                plain.toString(),
                "p12",
                p12,
                "--new-password-file",
                home.resolve("password").toString());
        KeyStore back = KeyStore.getInstance(p12.toFile(), PASSWORD.toCharArray());
        KeyStore first = KeyStore.getInstance(Path.of(file("hong.p12")).toFile(), PASSWORD.toCharArray());
        assertThat(key(back)).isEqualTo(key(first));
        assertThat(Files.readString(plain.resolve("001홍길동001.key.pem"))).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void convertingNeverTouchesAFileThatIsThere() throws Exception {
        converted(file("hong.p12"), "gpki", out);
        byte[] before = Files.readAllBytes(out.resolve("001홍길동001_sig.key"));
        Said again = run("pki", "convert", file("hong.p12"), "--to", "gpki", "--out", out.toString(), password());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("is there already");
        assertThat(Files.readAllBytes(out.resolve("001홍길동001_sig.key"))).isEqualTo(before);
    }

    @Test
    void inspectingTellsWhatAFileIsWithoutItsPassword() throws Exception {
        converted(file("hong.p12"), "gpki", out);
        JsonNode key = run("pki", "inspect", out.resolve("001홍길동001_sig.key").toString(), "--json")
                .json()
                .get(0);
        assertThat(key.get("kind").asText()).isEqualTo("key file");
        assertThat(key.get("encryption").asText()).isEqualTo("seed-sha1");
        assertThat(key.get("iterations").asInt()).isEqualTo(2_048);
        assertThat(key.get("certificate").asText()).endsWith("001홍길동001_sig.cer");

        JsonNode pair = run("pki", "inspect", out.toString(), "--json").json().get(0);
        assertThat(pair.get("kind").asText()).isEqualTo("pair, GPKI");
        assertThat(pair.get("use").asText()).isEqualTo("signing 서명용");
        assertThat(pair.get("policies").get(0).asText()).isEqualTo("1.2.410.100001.2.2.1 공무원 / public official");
        assertThat(pair.get("subject").asText()).contains("001홍길동001");

        List<JsonNode> chain =
                run("pki", "inspect", file("expired.crt.pem"), "--json").json();
        assertThat(chain).extracting(each -> each.get("validity").asText()).containsExactly("expired", "in its time");
        assertThat(chain.get(1).get("use").asText()).contains("인증기관");

        assertThat(run("pki", "inspect", file("hong.key.pem")).out())
                .contains("none: whoever has this file has the key");
    }

    @Test
    void insidePkcs12IsShownWithItsPasswordAlone() throws Exception {
        assertThat(run("pki", "inspect", file("hong.p12"), "--json")
                        .json()
                        .get(0)
                        .get("inside")
                        .asText())
                .contains("--password-file");
        JsonNode shown = run("pki", "inspect", file("hong.p12"), "--json", password())
                .json()
                .get(0);
        assertThat(shown.get("subject").asText()).contains("001홍길동001");
        Said wrong = run("pki", "inspect", file("hong.p12"), "--password-file=" + home.resolve("wrong"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("hong.p12").contains("does not open");
    }

    @Test
    void whatIsNothingOfTheKindIsToldAndTheRestStillShown() throws Exception {
        Path text = Files.writeString(out.resolve("text"), "text");
        Said said = run(
                "pki",
                "inspect",
                text.toString(),
                file("hong.crt.pem"),
                out.resolve("none").toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("text: neither").contains("none: is not there");
        assertThat(said.out()).contains("001홍길동001");
    }

    @Test
    void aGoodPairVerifiesUpToTheAnchorsGivenOrConfigured() throws Exception {
        converted(file("hong.p12"), "gpki", out);
        JsonNode good = run("pki", "verify", out.toString(), "--json", password(), anchors())
                .json()
                .get(0);
        assertThat(good.get("pair").asText()).contains("fits");
        assertThat(good.get("chain").asText())
                .startsWith("complete: ")
                .containsPattern("001홍길동001.* <- .*CA134100031.* <- .*GPKIRootCA1");

        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(conf.resolve("gongmail.ini"), "[pki]\nanchors = pki/ca.pem\nintermediates = pki/ca.pem\n");
        Said configured = run("pki", "verify", file("hong.p12"), password(), "--conf", conf.toString());
        assertThat(configured.err()).isEmpty();
        assertThat(configured.exit()).isZero();
    }

    @Test
    void aForeignAnExpiredAndAMismatchedPairDoNotVerify() throws Exception {
        Said foreign = run("pki", "verify", file("foreign.p12"), password(), anchors());
        assertThat(foreign.exit()).isEqualTo(1);
        assertThat(foreign.out()).contains("does not reach an anchor").contains("CN=Foreign CA");
        Said expired = run("pki", "verify", file("expired.p12"), password(), anchors());
        assertThat(expired.exit()).isEqualTo(1);
        assertThat(expired.out()).contains("validity: expired");

        Path alone = Files.copy(Path.of(file("hong.key.pem")), out.resolve("hong.key.pem"));
        Said mismatched = run("pki", "verify", alone.toString(), "--cert", file("foreign.crt.pem"), anchors());
        assertThat(mismatched.exit()).isEqualTo(1);
        assertThat(mismatched.err()).contains("no certificate there fits the key");
    }

    @Test
    void theRealPersonCheckNeedsALegalGround() throws Exception {
        Path number = Files.writeString(out.resolve("number"), "8001011234567\n");
        Said without = run("pki", "verify", file("hong.p12"), password(), anchors(), "--vid-number-file=" + number);
        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.err()).contains("--legal-ground");
        Said with = run(
                "pki",
                "verify",
                file("hong.p12"),
                password(),
                anchors(),
                "--vid-number-file=" + number,
                "--legal-ground=전자서명법 제6조");
        assertThat(with.exit()).isEqualTo(1);
        assertThat(with.out()).contains("realPersonCheck: not available").doesNotContain("8001011234567");
    }

    @Test
    void wrongUsageIsTold() {
        assertThat(run("pki", "verify", anchors()).exit()).isEqualTo(2);
        Said scheme = run(
                "pki",
                "convert",
                file("hong.p12"),
                "--to",
                "gpki",
                "--out",
                out.toString(),
                "--scheme",
                "des",
                password());
        assertThat(scheme.exit()).isEqualTo(2);
        assertThat(scheme.err()).contains("'des' is no scheme").contains("aria-256-cbc");
        Said noPassword = run("pki", "convert", file("hong.p12"), "--to", "gpki", "--out", out.toString());
        assertThat(noPassword.exit()).isEqualTo(1);
        assertThat(noPassword.err()).contains("--password-file FILE");
    }

    @Test
    void aTokenWhoseLibraryIsNotThereIsToldWithItsName() {
        Said said = run("pki", "verify", "--token", out.resolve("none.so").toString(), password(), anchors());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("none.so, slot 0").contains("install");
    }

    private void converted(String source, String kind, Path place, String... more) {
        List<String> line =
                new ArrayList<>(List.of("pki", "convert", source, "--to", kind, "--out", place.toString(), password()));
        line.addAll(List.of(more));
        Said said = run(line.toArray(new String[0]));
        assertThat(said.err()).isEmpty();
        assertThat(said.exit()).isZero();
        assertThat(said.out()).startsWith("written: ");
    }

    private static Key key(KeyStore store) throws Exception {
        return store.getKey(Collections.list(store.aliases()).get(0), PASSWORD.toCharArray());
    }

    private static String password() {
        return "--password-file=" + home.resolve("password");
    }

    private static String anchors() {
        return "--anchors=" + home.resolve("pki/ca.pem");
    }

    private static String file(String name) {
        return home.resolve("people").resolve(name).toString();
    }

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(arguments);
        return new Said(exit, out.toString(), err.toString());
    }
}
