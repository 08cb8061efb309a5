package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.mail.Flags;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mbsync (isync, OpenSSL) keeps a folder on the computer and a mailbox here the same, with certificate and password. */
@Tag("clients")
@Tag("either-provider")
class MbsyncTest {
    /** 공지 and 보고, as this program and IMAP4rev1 write them (RFC 3501 §5.1.3). */
    private static final String NOTICES = "&rPXJwA-";

    private static final String REPORTS = "&vPSs4A-";

    @TempDir
    Path folder;

    private WholeServer server;
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;

    @BeforeEach
    void somebodyWithMail() {
        Program.needed("mbsync");
        server = WholeServer.shared();
        hong = server.person("hong");
        mailboxes = server.mailboxes(hong);
        home = new ProgramHome(folder);
    }

    private Maildir maildir(String name) {
        return new Maildir(folder.resolve("Mail").resolve(name));
    }

    private Program.Outcome sync() throws Exception {
        Files.createDirectories(folder.resolve("Mail"));
        return home.runs("mbsync", "--verbose", "--config", settings(true).toString(), "everything");
    }

    private Path settings(boolean withCertificate) {
        String shown = withCertificate
                ? "ClientCertificate " + hong.certificateFile() + "\nClientKey " + hong.keyFile() + "\n"
                : "";
        return home.write(
                "mbsyncrc", """
                IMAPAccount gongmail
                Host localhost
                Port %d
                User %s
                Pass %s
                SSLType IMAPS
                SystemCertificates no
                CertificateFile %s
                AuthMechs LOGIN
                Timeout 30
                %s
                IMAPStore far
                Account gongmail

                MaildirStore near
                Path ~/Mail/
                Inbox ~/Mail/INBOX
                SubFolders Verbatim

                Channel everything
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Remove Both
                Expunge Both
                SyncState *
                """.formatted(server.imapPort(), hong.address(), hong.password(), server.trust(), shown));
    }

    @Test
    void bothSidesBecomeTheSame() throws Exception {
        String first = Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다.");
        String notice = Letter.to(hong, "인사 발령", "새 과장이 부임합니다.");
        long firstUid = mailboxes.append("INBOX", first);
        long noticeUid = mailboxes.append("공지", notice);
        sync();
        assertThat(maildir("INBOX").all())
                .singleElement()
                .satisfies(kept -> assertThat(asSent(kept.octets())).isEqualTo(Letter.octets(first)));
        Maildir.Kept kept = maildir(NOTICES).with(Letter.octets("새 과장이"));
        assertThat(kept.has('R')).isFalse();

        String mine = Letter.to(hong, "초안", "아직 다 쓰지 않았습니다.");
        String report = Letter.to(hong, "보고", "현황을 보고드립니다.");
        maildir("INBOX").mark(maildir("INBOX").with(Letter.octets("회의가")), "FS");
        maildir("INBOX").put("1.mine.here:2,S", mine);
        maildir(REPORTS).put("1.report.here:2,", report);
        mailboxes.flag("공지", noticeUid, Flags.Flag.ANSWERED);
        mailboxes.create("새 자료");
        sync();
        assertThat(uploaded("INBOX", 1)).isEqualTo(Letter.octets(mine));
        assertThat(mailboxes.all("INBOX").get(0).flags()).containsExactly("\\Flagged", "\\Seen");
        assertThat(mailboxes.all("INBOX").get(1).flags()).containsExactly("\\Seen");
        assertThat(mailboxes.names()).contains("보고");
        assertThat(uploaded("보고", 0)).isEqualTo(Letter.octets(report));
        assertThat(maildir(NOTICES).with(Letter.octets("새 과장이")).has('R')).isTrue();
        assertThat(maildir("&wMg- &x5C4zA-").folder()).isDirectory();

        maildir("INBOX").mark(maildir("INBOX").with(Letter.octets("다 쓰지 않았습니다")), "ST");
        mailboxes.delete("INBOX", firstUid);
        sync();
        assertThat(mailboxes.all("INBOX")).isEmpty();
        assertThat(maildir("INBOX").all()).isEmpty();
        assertThat(mailboxes.all("공지")).hasSize(1);
    }

    @Test
    void withoutACertificateItIsToldSo() throws Exception {
        Files.createDirectories(folder.resolve("Mail"));
        mailboxes.append("INBOX", Letter.to(hong, "비밀", "아무도 못 봅니다."));
        Program.Outcome outcome =
                home.run("mbsync", "--verbose", "--config", settings(false).toString(), "everything");
        assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        assertThat(outcome.output()).contains("(G-101)");
        assertThat(maildir("INBOX").all()).isEmpty();
    }

    /** What it put there, but for the line by which it finds its own messages again. */
    private String uploaded(String name, int which) {
        List<Stored> all = mailboxes.all(name);
        assertThat(all).hasSizeGreaterThan(which);
        return withoutMark(all.get(which).octets());
    }

    private static String asSent(String kept) {
        return withoutMark(kept.replace("\n", "\r\n"));
    }

    private static String withoutMark(String octets) {
        return octets.replaceFirst("X-TUID: [^\r\n]*\r\n", "");
    }
}
