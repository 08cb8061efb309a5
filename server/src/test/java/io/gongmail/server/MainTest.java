package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.server.config.GongmailConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Commands on a real socket of a real server. */
class MainTest {
    @TempDir
    static Path home;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static DemoAuthority authority;
    private static IdentitySimulator simulator;
    private static Gongmail server;

    /** What a command said. */
    private record Said(int exit, String out, String err) {
        JsonNode json() throws IOException {
            assertThat(exit).as(err).isZero();
            return new ObjectMapper().readTree(out);
        }
    }

    @BeforeAll
    static void aRunningServer() throws Exception {
        Clock clock = Clock.systemUTC();
        Files.createDirectories(home.resolve("conf"));
        authority = DemoAuthority.open(home.resolve("pki"), clock, RANDOM);
        DemoAuthority.write(authority.server(List.of("localhost")), home.resolve("conf"), "server", "server");
        Path key = home.resolve("conf/identity-provider.key");
        Files.writeString(key, "0123456789abcdef".repeat(4));
        simulator = IdentitySimulator.start(new InetSocketAddress("127.0.0.1", 0), key, clock, RANDOM);
        Files.writeString(home.resolve("conf/gongmail.ini"), """
                [server]
                host-name = mail.gongmail.example
                domains = moe.gongmail.example
                mode = demo
                [pki]
                anchors = pki/ca.pem
                intermediates = pki/ca.pem
                revocation-lists = pki/crl.pem
                [imap]
                address = 127.0.0.1
                port = 0
                [submission]
                address = 127.0.0.1
                port = 0
                [relay]
                address = 127.0.0.1
                port = 0
                [enrollment]
                identity-provider = %s
                """.formatted(simulator.base()));
        server = Gongmail.start(
                GongmailConfig.read(home.resolve("conf")).config().orElseThrow(), clock);
        succeeds("agency", "add", "1342000", "--name", "교육부", "--domain", "moe.gongmail.example");
        person("chief", "001최고장001");
        succeeds(
                "account",
                "first-administrator",
                "--certificate",
                file("chief", "crt"),
                "--name",
                "최고장",
                "--address",
                "chief@moe.gongmail.example",
                "--agency",
                "1342000");
    }

    @AfterAll
    static void stops() {
        if (server != null) {
            server.close();
            simulator.close();
        }
    }

    @Test
    void anOfficialAppliesAndGetsAnAccountByCommandsAlone() throws Exception {
        person("hong", "001홍길동002");
        String id = submitted("hong", "홍길동");
        JsonNode account = succeeds("application", "approve", id, "--by", "chief@moe.gongmail.example", "--json")
                .json();
        assertThat(account.get("address").asText()).isEqualTo("hong@moe.gongmail.example");
        assertThat(succeeds("application", "show", id, "--json")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("PROVISIONED");
        Path password = Files.writeString(home.resolve("password"), "a good long phrase 7\n");
        succeeds(
                "account",
                "password",
                "hong@moe.gongmail.example",
                "--key",
                file("hong", "key"),
                "--password-file",
                password.toString());
        assertThat(succeeds("account", "show", "hong@moe.gongmail.example").out())
                .contains("password: set");
        assertThat(succeeds("audit", "verify").out()).contains("whole");

        assertThat(succeeds("binding", "revoke", "hong@moe.gongmail.example").out())
                .contains("REVOKED");
        assertThat(gongmail("binding", "revoke", "hong@moe.gongmail.example").exit())
                .isEqualTo(1);
    }

    @Test
    void aLostCertificateIsReplacedByVerifyingTheSamePersonAnewAndApproving() throws Exception {
        person("lost", "001분실자009");
        succeeds("application", "approve", submitted("lost", "분실자"), "--by", "chief@moe.gongmail.example");
        succeeds("binding", "suspend", "lost@moe.gongmail.example", "--reason", "분실");
        person("found", "001분실자010");

        String others = verified("남의것");
        String[] asked = {"--key", file("found", "key"), "--address", "lost@moe.gongmail.example"};
        assertThat(gongmail("application", "renew", others, asked[0], asked[1], asked[2], asked[3])
                        .err())
                .contains("(G-355)");
        String id = verified("분실자");
        JsonNode told = succeeds("application", "renew", id, asked[0], asked[1], asked[2], asked[3], "--json")
                .json();
        assertThat(told.get("asks").asText()).isEqualTo("a certificate");
        succeeds("application", "submit", id);
        succeeds("application", "approve", id, "--by", "chief@moe.gongmail.example");
        assertThat(succeeds("binding", "list", "lost@moe.gongmail.example").out())
                .containsSubsequence("state: SUPERSEDED", "state: ACTIVE");
    }

    @Test
    void aPasswordIsNotSetBySomebodyElsesCertificate() throws Exception {
        person("other", "001남의것003");
        Path password = Files.writeString(home.resolve("password2"), "a good long phrase 7\n");
        Said said = gongmail(
                "account",
                "password",
                "chief@moe.gongmail.example",
                "--key",
                file("other", "key"),
                "--password-file",
                password.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("(G-222)");
    }

    @Test
    void nobodyDecidesOnAnApplicationWhoIsNoReviewer() throws Exception {
        person("kim", "001김철수004");
        String id = submitted("kim", "김철수");
        Said said = gongmail("application", "approve", id, "--by", "kim@moe.gongmail.example");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("(G-341)");
        assertThat(gongmail("application", "return", id, "--by", "chief@moe.gongmail.example", "--reason", "직위")
                        .exit())
                .isZero();
        assertThat(gongmail("application", "submit", id).err()).contains("(G-302)");
    }

    @Test
    void theFirstAdministratorIsFirstOnce() throws Exception {
        person("second", "001둘째장005");
        Said said = gongmail(
                "account",
                "first-administrator",
                "--certificate",
                file("second", "crt"),
                "--name",
                "둘째장",
                "--address",
                "second@moe.gongmail.example",
                "--agency",
                "1342000");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("(G-345)");
    }

    @Test
    void aRefusedCertificateIsExplained() throws Exception {
        DemoAuthority.write(authority.expired("교육부", "001만료자006"), home.resolve("people"), "expired", "pass-word");
        Said said = gongmail("pki", "explain", file("expired", "crt"));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("G-103").contains("만료");
        assertThat(succeeds("pki", "reasons").out()).contains("G-101").contains("G-345");
        assertThat(succeeds("pki", "reload").out()).contains("again");
    }

    @Test
    void certificatesAreExplainedWithoutARunningServer() throws Exception {
        Path alone = Files.createDirectories(home.resolve("alone/conf"));
        Files.writeString(
                alone.resolve("gongmail.ini"),
                "[pki]\nanchors = ../pki/ca.pem\nintermediates = ../pki/ca.pem\nrevocation-lists = ../pki/crl.pem\n");
        person("lone", "001혼자서007");
        Said good = run("pki", "explain", file("lone", "crt"), "--json", "--conf", alone.toString());
        assertThat(good.json().get("verdict").asText()).isEqualTo("accepted");
        assertThat(good.json().get("binding").asText()).contains("no server is running");
        assertThat(good.json().get("evidence"))
                .extracting(JsonNode::asText)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("crl=")
                        .contains("CA134100031")
                        .containsPattern("number [1-9][0-9]*, thisUpdate 20[0-9TZ:-]+, nextUpdate 20"));
        DemoAuthority.write(authority.foreign("교육부", "001외부자008"), home.resolve("people"), "foreign", "pass-word");
        Said foreign = run("pki", "explain", file("foreign", "crt"), "--conf", alone.toString());
        assertThat(foreign.exit()).isEqualTo(1);
        assertThat(foreign.out()).contains("G-106");
        assertThat(run("pki", "reasons", "--conf", alone.toString()).out())
                .contains("G-101")
                .contains("G-345");
        assertThat(run("pki", "reload", "--conf", alone.toString()).err()).contains("no server is running");
    }

    @Test
    void explainingWithoutAnchorsSaysWhichAreMissing() throws Exception {
        Path bare = Files.createDirectories(home.resolve("bare/conf"));
        Files.writeString(bare.resolve("gongmail.ini"), "");
        assertThat(run("pki", "reasons", "--conf", bare.toString()).exit()).isZero();
        Said said = run("pki", "explain", file("chief", "crt"), "--conf", bare.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("anchors");
    }

    @Test
    void checkingTheConfigurationLooksAtTheServersKeysToo() throws Exception {
        assertThat(run("config", "check", "--conf", home.resolve("conf").toString())
                        .exit())
                .isZero();
        Path keyless = Files.createDirectories(home.resolve("keyless/conf"));
        Files.writeString(
                keyless.resolve("gongmail.ini"),
                "[tls]\ncertificate = ../conf/server.crt.pem\nkey = ../people/chief.key.pem\n");

        Said said = run("config", "check", "--conf", keyless.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err())
                .startsWith(keyless.resolve("gongmail.ini") + ": [tls] key: " + home.resolve("people/chief.key.pem"))
                .contains(" is not the key of " + home.resolve("conf/server.crt.pem"));
    }

    @Test
    void anExpiredServerCertificateIsAProblemAtTheStart() throws Exception {
        Path old = Files.createDirectories(home.resolve("old/conf"));
        DemoAuthority.write(authority.expired("교육부", "001옛서버009"), old, "server", "pass-word");
        Files.writeString(
                old.resolve("gongmail.ini"),
                "[pki]\nanchors = ../pki/ca.pem\nintermediates = ../pki/ca.pem\nrevocation-lists = ../pki/crl.pem\n");
        assertThat(run("personal-data", "make-key", "--conf", old.toString()).exit())
                .isZero();

        Said said = run("start", "--conf", old.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("[tls] certificate: " + old.resolve("server.crt.pem") + " expired on ");
    }

    @Test
    void theServerWritesItsLog() throws IOException {
        LoggerFactory.getLogger(MainTest.class).warn("told by a test");
        Path log = home.resolve("log/gongmail.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(log)).contains("told by a test");
    }

    @Test
    void aPasswordThatIsTooShortIsToldHowLongItMustBe() throws Exception {
        Path password = Files.writeString(home.resolve("password3"), "short\n");
        Said said = gongmail(
                "account",
                "password",
                "chief@moe.gongmail.example",
                "--key",
                file("chief", "key"),
                "--password-file",
                password.toString());
        assertThat(said.err()).contains("10 to ").contains("10자 이상").contains("(G-221)");
    }

    @Test
    void aRoleIsGrantedAndWithdrawnByCommand() {
        String chief = "chief@moe.gongmail.example";
        assertThat(succeeds("account", "withdraw", chief, "--role", "administrator")
                        .out())
                .contains("roles: [REVIEWER]");
        assertThat(gongmail("account", "withdraw", chief, "--role", "administrator")
                        .exit())
                .isEqualTo(1);
        assertThat(succeeds("account", "grant", chief, "--role", "administrator")
                        .out())
                .contains("roles: [ADMINISTRATOR, REVIEWER]");
    }

    @Test
    void theSocketIsItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data/gongmail.sock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void wrongUsageAndHelpNeedNoServer() {
        assertThat(run("account", "shwo").exit()).isEqualTo(2);
        assertThat(run("account").exit()).isEqualTo(2);
        assertThat(run("application", "complete", "--help").out()).contains("--key");
        assertThat(run("account", "list", "--conf", home.resolve("nowhere").toString())
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aCommandSaysWhenNothingRuns() throws IOException {
        Path idle = Files.createDirectories(home.resolve("idle/conf"));
        Files.writeString(idle.resolve("gongmail.ini"), "");
        Said said = run("account", "list", "--conf", idle.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("no server is running");
    }

    /** An application of somebody who is verified to be {@code realName}; its id. */
    private static String verified(String realName) throws Exception {
        String id = succeeds("application", "open", "--json").json().get("id").asText();
        JsonNode terms = succeeds("application", "terms", "--json").json();
        assertThat(gongmail("application", "consent", id, "--terms", "old", "--privacy", "old")
                        .err())
                .contains("(G-304)");
        succeeds(
                "application",
                "consent",
                id,
                "--terms",
                terms.get("terms").asText(),
                "--privacy",
                terms.get("privacy").asText());
        JsonNode verification = succeeds("application", "verify", id, "--json").json();
        assertThat(gongmail("application", "verify", id, "--finish").err()).contains("(G-315)");
        confirm(verification.get("transaction").asText(), realName);
        succeeds("application", "verify", id, "--finish");
        return id;
    }

    /** An application of {@code name}, handed in; its id. */
    private static String submitted(String name, String realName) throws Exception {
        String id = verified(realName);
        assertThat(gongmail("application", "verify", id, "--finish").err()).contains("(G-302)");
        succeeds(
                "application",
                "complete",
                id,
                "--key",
                file(name, "key"),
                "--agency",
                "1342000",
                "--address",
                name + "@moe.gongmail.example");
        succeeds("application", "submit", id);
        return id;
    }

    private static void confirm(String transaction, String name) throws Exception {
        String form = "transaction=" + transaction + "&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "&birthDate=1980-01-31&gender=M&foreigner=false&carrier=SKT&phone=01012345678";
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.base() + "/verify/confirm")
                                        .normalize())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void person(String name, String cn) throws Exception {
        Issued issued = authority.official("교육부", cn);
        Files.createDirectories(home.resolve("people"));
        DemoAuthority.write(issued, home.resolve("people"), name, "pass-word");
    }

    private static String file(String name, String kind) {
        return home.resolve("people/" + name + "." + kind + ".pem").toString();
    }

    private static Said succeeds(String... arguments) {
        Said said = gongmail(arguments);
        assertThat(said.exit())
                .as(String.join(" ", arguments) + ": " + said.err())
                .isZero();
        return said;
    }

    private static Said gongmail(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--conf");
        all.add(home.resolve("conf").toString());
        return run(all.toArray(String[]::new));
    }

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(arguments);
        return new Said(exit, out.toString(), err.toString());
    }
}
