package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.mail.Flags;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OfflineIMAP (Python's TLS and IMAP) keeps folders on the computer and here the same, with certificate and password. */
@Tag("clients")
@Tag("either-provider")
class OfflineImapTest {
    @TempDir
    Path folder;

    private WholeServer server;
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;

    @BeforeEach
    void somebodyWithMail() {
        Program.needed("offlineimap");
        server = WholeServer.shared();
        hong = server.person("hong");
        mailboxes = server.mailboxes(hong);
        home = new ProgramHome(folder);
    }

    private Maildir maildir(String name) {
        return new Maildir(folder.resolve("Mail").resolve(name));
    }

    private Path settings(boolean withCertificate) {
        String shown = withCertificate
                ? "sslclientcert = " + hong.certificateFile() + "\nsslclientkey = " + hong.keyFile() + "\n"
                : "";
        return home.write("offlineimaprc", """
                [general]
                accounts = gongmail
                metadata = %1$s/offlineimap
                socktimeout = 30
                [Account gongmail]
                localrepository = near
                remoterepository = far
                utf8foldernames = yes
                [Repository near]
                type = Maildir
                localfolders = %1$s/Mail
                [Repository far]
                type = IMAP
                remotehost = localhost
                remoteport = %2$d
                remoteuser = %3$s
                remotepass = %4$s
                ssl = yes
                sslcacertfile = %5$s
                auth_mechanisms = PLAIN
                retrycount = 1
                %6$s
                """.formatted(
                        folder, server.imapPort(), hong.address(), hong.password(), server.trust(), shown));
    }

    private String[] command(boolean withCertificate) {
        return new String[] {
            "offlineimap", "-c", settings(withCertificate).toString(), "-o", "-1", "-u", "basic",
        };
    }

    @Test
    void bothSidesBecomeTheSame() throws Exception {
        String first = Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다.");
        String notice = Letter.to(hong, "인사 발령", "새 과장이 부임합니다.");
        long firstUid = mailboxes.append("INBOX", first);
        long noticeUid = mailboxes.append("공지", notice);
        home.runs(command(true));
        assertThat(maildir("INBOX").all())
                .singleElement()
                .satisfies(
                        kept -> assertThat(kept.octets().replace("\n", "\r\n")).isEqualTo(Letter.octets(first)));
        assertThat(maildir("공지").with(Letter.octets("새 과장이")).has('R')).isFalse();

        String mine = Letter.to(hong, "초안", "아직 다 쓰지 않았습니다.");
        String report = Letter.to(hong, "보고", "현황을 보고드립니다.");
        maildir("INBOX").mark(maildir("INBOX").with(Letter.octets("회의가")), "FS");
        maildir("INBOX").put("1.mine.here:2,S", mine);
        maildir("보고").put("1.report.here:2,", report);
        mailboxes.flag("공지", noticeUid, Flags.Flag.ANSWERED);
        home.runs(command(true));
        assertThat(mailboxes.all("INBOX"))
                .extracting(Mailboxes.Stored::octets)
                .containsExactly(Letter.octets(first), Letter.octets(mine));
        assertThat(mailboxes.all("INBOX").get(0).flags()).containsExactly("\\Flagged", "\\Seen");
        assertThat(mailboxes.all("INBOX").get(1).flags()).containsExactly("\\Seen");
        assertThat(mailboxes.all("보고"))
                .singleElement()
                .satisfies(stored -> assertThat(stored.octets()).isEqualTo(Letter.octets(report)));
        assertThat(maildir("공지").with(Letter.octets("새 과장이")).has('R')).isTrue();

        Files.delete(maildir("INBOX").with(Letter.octets("다 쓰지 않았습니다")).file());
        mailboxes.delete("INBOX", firstUid);
        home.runs(command(true));
        assertThat(mailboxes.all("INBOX")).isEmpty();
        assertThat(maildir("INBOX").all()).isEmpty();
        assertThat(mailboxes.all("공지")).hasSize(1);
    }

    @Test
    void withoutACertificateItIsToldSo() throws Exception {
        mailboxes.append("INBOX", Letter.to(hong, "비밀", "아무도 못 봅니다."));
        Program.Outcome outcome = home.run(command(false));
        assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        assertThat(outcome.output()).contains("(G-101)");
        assertThat(maildir("INBOX").all()).isEmpty();
    }
}
