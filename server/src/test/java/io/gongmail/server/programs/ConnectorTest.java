package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know nothing of certificates, through the connector as it is handed out: a process of its own, from its jar. */
@Tag("clients")
class ConnectorTest {
    private static final Path JAR = Path.of("connector/target/gongmail-connector.jar");
    private static final String SECRET = "abcdefgh23456789";

    @TempDir
    Path folder;

    private final WholeServer server = WholeServer.shared();
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;
    private int imap;
    private int smtp;
    private Process connector;

    @BeforeEach
    void somebodyWithMail() throws IOException {
        Program.needed("curl");
        Program.needed("the connector (mvnw package)", Files.exists(JAR));
        hong = server.person("hong");
        mailboxes = server.mailboxes(hong);
        mailboxes.append("INBOX", Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다."));
        home = new ProgramHome(folder);
        imap = WholeServer.freePort();
        smtp = WholeServer.freePort();
    }

    @AfterEach
    void end() {
        if (connector != null) {
            Display.end(connector);
        }
    }

    /** As the portal hands them out, with what the person's own answers would add. */
    private String settings() {
        String handedOut = home.runs(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--fail",
                        "--max-time",
                        "30",
                        "--cacert",
                        server.trust().toString(),
                        server.service().portal().resolve("/setup/connector").toString())
                .output();
        assertThat(handedOut).contains("server = localhost", "server-key-sha256 = ");
        home.write("password", "changeit\n");
        return handedOut + """
                certificate = pkcs12
                certificate-path = %s
                password-file = password
                local-imap-port = %d
                local-smtp-port = %d
                secret = %s
                """.formatted(hong.folder().resolve("person.p12"), imap, smtp, SECRET);
    }

    private String[] command(String verb, String settings) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            JAR.toAbsolutePath().toString(),
            verb,
            "--settings",
            home.write("connector.properties", settings).toString()
        };
    }

    private void runs(String settings) throws IOException {
        Path log = folder.resolve("connector.log");
        ProcessBuilder builder = new ProcessBuilder(command("run", settings))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        connector = builder.start();
        await().untilAsserted(() -> {
            String said = Files.readString(log);
            assertThat(said.contains("ready: IMAP") || !connector.isAlive())
                    .as(said)
                    .isTrue();
        });
        assertThat(connector.isAlive()).as(Files.readString(log)).isTrue();
    }

    private Program.Outcome reads(String secret) {
        return home.run(
                "curl",
                "--silent",
                "--show-error",
                "--verbose",
                "--max-time",
                "30",
                "--user",
                secret + "+" + hong.address() + ":" + hong.password(),
                "--url",
                "imap://127.0.0.1:" + imap + "/INBOX;MAILINDEX=1");
    }

    @Test
    void whoKnowsTheSecretReadsFilesAndSendsWithoutShowingACertificate() throws Exception {
        Program.needed("python3");
        TestPerson kim = server.person("kim");
        String settings = settings();
        home.runs(command("check", settings));
        runs(settings);
        Program.Outcome read = reads(SECRET);
        assertThat(read.exit()).as(read.output()).isZero();
        assertThat(read.output()).contains(Letter.octets("내일 두 시에 회의가 있습니다."));
        String draft = Letter.from(hong.address(), kim, "초안", "아직 다 쓰지 않았습니다.");
        Path message = home.octets("draft.eml", Letter.octets(draft));
        home.runs(
                "python3",
                "-c",
                String.join(
                        "\n",
                        "import imaplib, smtplib, sys",
                        "imap, smtp, user, password, sender, to, message = sys.argv[1:8]",
                        "message = open(message, 'rb').read()",
                        "with imaplib.IMAP4('127.0.0.1', int(imap), timeout=30) as reader:",
                        "    reader.login(user, password)",
                        "    assert reader.append('Drafts', '(\\\\Draft)', None, message)[0] == 'OK'",
                        "    assert reader.select('INBOX')[0] == 'OK'",
                        "    assert reader.store('1', '+FLAGS', '\\\\Flagged')[0] == 'OK'",
                        "with smtplib.SMTP('127.0.0.1', int(smtp), timeout=30) as writer:",
                        "    writer.login(user, password)",
                        "    writer.sendmail(sender, [to], message)"),
                String.valueOf(imap),
                String.valueOf(smtp),
                SECRET + "+" + hong.address(),
                hong.password(),
                hong.address(),
                kim.address(),
                message.toString());
        Stored stored = mailboxes.only("Drafts");
        assertThat(stored.octets()).isEqualTo(Letter.octets(draft));
        assertThat(stored.flags()).containsExactly("\\Draft");
        assertThat(mailboxes.only("INBOX").flags()).contains("\\Flagged");
        assertThat(server.mailboxes(kim).only("INBOX").body()).isEqualTo(stored.body());
    }

    @Test
    void whoDoesNotKnowTheSecretGetsNowhere() throws Exception {
        runs(settings());
        Program.Outcome refused = reads("abcdefgh23456780");
        assertThat(refused.exit()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("the connector's secret").doesNotContain(Letter.octets("회의가"));
        assertThat(mailboxes.only("INBOX").flags()).isEmpty();
    }

    @Test
    void aServerWithAnotherKeyHearsNothing() throws Exception {
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        String settings = settings().replaceFirst("server-key-sha256 = .*", "server-key-sha256 = " + other);
        Program.Outcome check = home.run(command("check", settings));
        assertThat(check.exit()).as(check.output()).isNotZero();
        assertThat(check.output()).contains("this is not your mail server");
        runs(settings);
        Program.Outcome refused = reads(SECRET);
        assertThat(refused.exit()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("this is not your mail server").doesNotContain(Letter.octets("회의가"));
    }
}
