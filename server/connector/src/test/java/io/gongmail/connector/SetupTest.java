package io.gongmail.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.connector.settings.KeyPin;
import io.gongmail.connector.settings.OwnersFile;
import io.gongmail.connector.settings.Settings;
import io.gongmail.connector.settings.SettingsFile;
import io.gongmail.connector.testing.FakeImap;
import io.gongmail.connector.testing.MailServer;
import io.gongmail.connector.testing.Script;
import io.gongmail.connector.testing.TestPki;
import io.gongmail.connector.words.Words;
import io.gongmail.pki.demo.DemoAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code setup} and {@code check}, with a person who types. */
@Timeout(60)
class SetupTest {
    private static final KeyPin PIN = KeyPin.of(TestPki.server().certificate());

    @TempDir
    Path folder;

    private Path file;
    private String localImap;
    private String localSmtp;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void aPersonWithACertificate() throws Exception {
        file = folder.resolve("home/connector.properties");
        DemoAuthority.write(TestPki.person(), folder, "hong", "password1");
        localImap = freePort();
        localSmtp = freePort();
    }

    @Test
    void withTheServersKeyComparedByThePersonItIsSetUpTriedAndExplained() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                MailServer smtp = MailServer.smtp();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Script script = new Script(
                    "localhost",
                    port(imap),
                    port(smtp),
                    "",
                    "yes",
                    "card",
                    "pkcs12",
                    "none.p12",
                    folder.resolve("hong.p12").toString(),
                    "password1",
                    "no",
                    String.valueOf(taken.getLocalPort()),
                    localImap,
                    localSmtp);
            assertThat(execute(script, "setup")).as(script.told()).isZero();
            assertThat(script.isPlayed()).isTrue();
            Settings settings = new SettingsFile(file).settings();
            assertThat(settings.pins()).containsExactly(PIN);
            assertThat(settings.secret()).matches("[a-z0-9]{20}");
            assertThat(settings.certificate().passwordFile()).isEmpty();
            assertThat(Files.list(file.getParent())).hasSize(1);
            assertThat(Files.readString(file)).doesNotContain("password1");
            assertThat(script.told())
                    .contains("with SHA-256 " + PIN.base64())
                    .contains("none.p12: is not there")
                    .contains("Port " + taken.getLocalPort() + " is in use")
                    .contains("IMAP: 서버가 인증서를 받아들였습니다.")
                    .contains("SMTP: the server accepts the certificate")
                    .contains("incoming mail: IMAP, server 127.0.0.1, port " + localImap)
                    .contains("outgoing mail: SMTP, server 127.0.0.1, port " + localSmtp)
                    .contains("user name for both: " + settings.secret() + "+your address");

            Script again = new Script("password1");
            assertThat(execute(again, "check")).as(again.told()).isZero();
            assertThat(again.told()).contains("all is well").contains("이상이 없습니다.");
        }
    }

    @Test
    void whatAnOfficeHandedOutIsOfferedAndThePasswordIsKeptOnlyIfThePersonSaysSo() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                MailServer smtp = MailServer.smtp()) {
            given(
                    "server = localhost",
                    "imap-port = " + port(imap),
                    "submission-port = " + port(smtp),
                    "server-anchors = " + TestPki.serverAnchors(),
                    "secret = abcdefghijklmnop2345");
            Path key = folder.resolve("hong.key.pem");
            assertThat(execute(new Script("", "", "", "", "", key.toString(), localImap, localSmtp), "setup"))
                    .isZero();
            assertThat(new SettingsFile(file).settings().secret()).isEqualTo("abcdefghijklmnop2345");

            Script script = new Script(
                    "",
                    "",
                    "",
                    "",
                    "pkcs12",
                    folder.resolve("hong.p12").toString(),
                    "password1",
                    "yes?",
                    "yes",
                    localImap,
                    localSmtp);
            assertThat(execute(script, "setup")).as(script.told()).isZero();
            Settings settings = new SettingsFile(file).settings();
            assertThat(settings.anchors()).contains(TestPki.serverAnchors());
            assertThat(settings.certificate().passwordFile()).contains(file.resolveSibling("password"));
            assertThat(OwnersFile.firstLine(file.resolveSibling("password"))).isEqualTo("password1".toCharArray());
            assertThat(execute(new Script(), "check")).isZero();
        }
    }

    @Test
    void aKeyThatIsNotTheOnePublishedSetsUpNothing() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo)) {
            Script script = new Script("localhost", port(imap), "1", "", "no");
            assertThat(execute(script, "setup")).isEqualTo(1);
            assertThat(script.told()).endsWith("nothing was set up. Ask your helpdesk.");
            assertThat(file).doesNotExist();
            assertThat(imap.shown()).isEmpty();
        }
    }

    @Test
    void checkTellsWhyTheServerRefuses() throws Exception {
        String words =
                "certificate was revoked on 2026-10-01T00:00:00Z; register a new certificate at https://p/ (G-104)";
        try (MailServer imap = MailServer.refusing("* BYE [CONTACTADMIN] " + words);
                MailServer smtp = new MailServer(TestPki.server(), FakeImap::new, MailServer::echo)) {
            given(
                    "server = localhost",
                    "imap-port = " + port(imap),
                    "submission-port = " + port(smtp),
                    "server-anchors = " + TestPki.serverAnchors(),
                    "certificate = pkcs12",
                    "certificate-path = " + folder.resolve("hong.p12"),
                    "secret = abcdefghijklmnop2345");
            Script script = new Script("password1");
            assertThat(execute(script, "check")).isEqualTo(1);
            assertThat(script.told())
                    .contains("IMAP: it does not work yet")
                    .contains(words)
                    .contains("인증서가 2026-10-01T00:00:00Z에 폐지되었습니다. https://p/ 에서 새 인증서를 등록하십시오. (G-104)")
                    .contains("SMTP: it does not work yet");
        }
    }

    @Test
    void wrongUsageAndBrokenSettingsHaveTheirExitCodes() throws Exception {
        assertThat(execute(new Script(), "chek")).isEqualTo(2);
        given("sever = localhost");
        Script script = new Script();
        assertThat(execute(script, "run")).isEqualTo(1);
        assertThat(script.told()).contains("'sever': no such key").contains("'server': is missing");
        assertThat(execute(new Script(), "--help")).isZero();
        assertThat(out.toString()).contains("setup").contains("check");
    }

    private int execute(Script script, String command) {
        Main.Surroundings here =
                new Main.Surroundings(Running.terminal(script), new Words(), new SecureRandom(), Clock.systemUTC());
        List<String> arguments =
                command.startsWith("-") ? List.of(command) : List.of(command, "--settings", file.toString());
        return Main.line(here, new PrintWriter(out)).execute(arguments.toArray(new String[0]));
    }

    private void given(String... lines) throws IOException {
        OwnersFile.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String port(MailServer server) {
        return String.valueOf(server.port());
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
