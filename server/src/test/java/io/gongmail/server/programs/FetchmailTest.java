package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fetchmail (OpenSSL) takes mail from here to a program on the computer, with certificate and password. */
@Tag("clients")
@Tag("either-provider")
class FetchmailTest {
    /** Its own exit code for: nothing new. */
    private static final int NO_MAIL = 1;

    @TempDir
    Path folder;

    private WholeServer server;
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;

    @BeforeEach
    void somebodyWithMail() {
        Program.needed("fetchmail");
        server = WholeServer.shared();
        hong = server.person("hong");
        mailboxes = server.mailboxes(hong);
        home = new ProgramHome(folder);
    }

    private Program.Outcome fetch(boolean withCertificate, String how) {
        String shown =
                withCertificate ? "sslcert \"" + hong.certificateFile() + "\" sslkey \"" + hong.keyFile() + "\"" : "";
        Path settings = home.write("fetchmailrc", """
                set no bouncemail
                poll localhost protocol IMAP service %d timeout 30 auth password
                  user "%s" password "%s"
                  ssl sslproto "TLS1.2+" sslcertck sslcertfile "%s" %s
                  mda "cat >> %s" no rewrite no forcecr no mimedecode pass8bits
                  %s
                """.formatted(
                        server.imapPort(), hong.address(), hong.password(), server.trust(), shown, arrived(), how));
        return home.run(
                "fetchmail",
                "--fetchmailrc",
                settings.toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "--invisible",
                "--nosyslog",
                "--verbose");
    }

    private Path arrived() {
        return folder.resolve("arrived");
    }

    private String taken() throws IOException {
        return Files.readString(arrived(), StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
    }

    @Test
    void whatItKeepsHereIsSeenAndTakenOnce() throws Exception {
        String letter = Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다.\r\n.\r\n한 줄 더.");
        mailboxes.append("INBOX", letter);
        Program.Outcome outcome = fetch(true, "keep");
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(taken()).endsWith(Letter.octets(letter.substring(letter.indexOf("\r\n\r\n"))));
        assertThat(mailboxes.only("INBOX").flags()).containsExactly("\\Seen");
        outcome = fetch(true, "keep");
        assertThat(outcome.exit()).as(outcome.output()).isEqualTo(NO_MAIL);
        assertThat(taken()).containsOnlyOnce("Message-ID:");
    }

    @Test
    void itTakesAKoreanFolderAndDeletesThere() throws Exception {
        mailboxes.append("공지", Letter.to(hong, "하나", "첫째 공지입니다."));
        mailboxes.append("공지", Letter.to(hong, "둘", "둘째 공지입니다."));
        mailboxes.append("INBOX", Letter.to(hong, "셋", "여기는 아닙니다."));
        // As IMAP4rev1 writes it (RFC 3501 §5.1.3).
        Program.Outcome outcome = fetch(true, "folder \"&rPXJwA-\" nokeep fetchall");
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(taken()).contains(Letter.octets("첫째 공지"), Letter.octets("둘째 공지"));
        assertThat(mailboxes.all("공지")).isEmpty();
        assertThat(mailboxes.all("INBOX")).hasSize(1);
    }

    @Test
    void withoutACertificateItIsToldSo() {
        mailboxes.append("INBOX", Letter.to(hong, "비밀", "아무도 못 봅니다."));
        Program.Outcome outcome = fetch(false, "keep");
        assertThat(outcome.exit()).as(outcome.output()).isGreaterThan(NO_MAIL);
        assertThat(outcome.output()).contains("(G-101)");
        assertThat(arrived()).doesNotExist();
    }
}
