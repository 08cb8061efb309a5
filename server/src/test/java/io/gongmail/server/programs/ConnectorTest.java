package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
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
    @TempDir
    Path folder;

    private final WholeServer server = WholeServer.shared();
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;
    private LocalConnector connector;

    @BeforeEach
    void somebodyWithMail() throws IOException {
        hong = server.person("hong");
        mailboxes = server.mailboxes(hong);
        mailboxes.append("INBOX", Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다."));
        home = new ProgramHome(folder);
        connector = LocalConnector.of(server, hong, home);
    }

    @AfterEach
    void end() {
        if (connector != null) {
            connector.close();
        }
    }

    private Program.Outcome reads(String user) {
        return home.run(
                "curl",
                "--silent",
                "--show-error",
                "--verbose",
                "--max-time",
                "30",
                "--user",
                user + ":" + hong.password(),
                "--url",
                "imap://127.0.0.1:" + connector.imapPort() + "/INBOX;MAILINDEX=1");
    }

    @Test
    void whoKnowsTheSecretReadsFilesAndSendsWithoutShowingACertificate() throws Exception {
        Program.needed("python3");
        TestPerson kim = server.person("kim");
        String settings = connector.settings();
        Program.Outcome check = connector.checks(settings);
        assertThat(check.exit()).as(check.output()).isZero();
        connector.runs(settings);
        Program.Outcome read = reads(connector.user());
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
                String.valueOf(connector.imapPort()),
                String.valueOf(connector.smtpPort()),
                connector.user(),
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
        connector.runs(connector.settings());
        Program.Outcome refused = reads(connector.user("abcdefgh23456780"));
        assertThat(refused.exit()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("the connector's secret").doesNotContain(Letter.octets("회의가"));
        assertThat(mailboxes.only("INBOX").flags()).isEmpty();
    }

    @Test
    void aServerWithAnotherKeyHearsNothing() throws Exception {
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        String settings = connector.settings().replaceFirst("server-key-sha256 = .*", "server-key-sha256 = " + other);
        Program.Outcome check = connector.checks(settings);
        assertThat(check.exit()).as(check.output()).isNotZero();
        assertThat(check.output()).contains("this is not your mail server");
        connector.runs(settings);
        Program.Outcome refused = reads(connector.user());
        assertThat(refused.exit()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("this is not your mail server").doesNotContain(Letter.octets("회의가"));
    }
}
