package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NeoMutt (GnuTLS) reads and writes, at a terminal and without one, with certificate and password. */
@Tag("clients")
@Tag("either-provider")
class NeoMuttTest {
    /**
     * Runs a program at a terminal of its own and tells what that shows. Keys are typed each time what stands before them has come
     * to be shown; a program that nothing ends is ended by force.
     */
    private static final String TERMINAL = String.join(
            "\n",
            "import fcntl, os, pty, select, signal, struct, sys, termios, time",
            "awaited = [each.encode() for each in sys.argv[1].split('\\t')]",
            "until = time.monotonic() + 45",
            "child, terminal = pty.fork()",
            "if child == 0: os.execvp(sys.argv[2], sys.argv[2:])",
            "fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 250, 0, 0))",
            "shown = b''",
            "while True:",
            "    if time.monotonic() > until:",
            "        print('ended by force, awaiting', awaited)",
            "        os.kill(child, signal.SIGKILL)",
            "        break",
            "    while len(awaited) > 1 and awaited[0] in shown:",
            "        os.write(terminal, awaited[1])",
            "        awaited, shown = awaited[2:], b''",
            "    if not select.select([terminal], [], [], 1)[0]: continue",
            "    try: more = os.read(terminal, 65536)",
            "    except OSError: break",
            "    if not more: break",
            "    os.write(1, more)",
            "    shown += more",
            "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))");

    @TempDir
    Path folder;

    private WholeServer server;
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;

    @BeforeEach
    void somebodyWithMail() {
        Program.needed("neomutt");
        server = WholeServer.shared();
        hong = server.person("hong");
        mailboxes = server.mailboxes(hong);
        home = new ProgramHome(folder);
    }

    private Path settings(boolean withCertificate) throws IOException {
        String shown = withCertificate ? "set ssl_client_cert = \"" + ProgramHome.keyWithChain(hong) + "\"" : "";
        return home.write("neomuttrc", """
                set folder = "imaps://localhost:%1$d/"
                set spoolfile = "+INBOX"
                set record = "+Sent"
                set postponed = "+Drafts"
                unset trash
                set imap_user = "%2$s"
                set imap_pass = "%3$s"
                set smtp_url = "smtps://%4$s@localhost:%5$d/"
                set smtp_pass = "%3$s"
                set smtp_authenticators = "plain"
                set from = "%2$s"
                set realname = "홍길동"
                set user_agent = yes
                set ssl_ca_certificates_file = "%6$s"
                set certificate_file = "%7$s/accepted"
                %8$s
                set charset = "utf-8"
                set config_charset = "utf-8"
                set send_charset = "utf-8"
                set mbox_type = Maildir
                set confirm_append = no
                set confirm_create = no
                set delete = yes
                set quit = yes
                set wait_key = no
                set editor = "true"
                set abort_unmodified = no
                set mark_old = no
                set connect_timeout = 30
                set tmpdir = "%7$s"
                """.formatted(
                        server.imapPort(),
                        hong.address(),
                        hong.password(),
                        hong.address().replace("@", "%40"),
                        server.submissionPort(),
                        server.trust(),
                        folder,
                        shown));
    }

    /** At a terminal; what is awaited and what is typed then, in turn. */
    private Program.Outcome atATerminal(List<String> arguments, String... awaitedAndTyped) {
        Program.needed("python3");
        List<String> command = new ArrayList<>(
                List.of("python3", "-c", TERMINAL, String.join("\t", awaitedAndTyped), "neomutt", "-n"));
        command.addAll(arguments);
        return home.run(command.toArray(String[]::new));
    }

    private List<String> reading(boolean withCertificate, String mailbox) throws IOException {
        return List.of("-F", settings(withCertificate).toString(), "-f", mailbox);
    }

    private static String shown(Program.Outcome outcome) {
        return new String(outcome.output().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Test
    void aPersonReadsMarksFilesAndDeletes() throws Exception {
        mailboxes.append("INBOX", Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다."));
        mailboxes.append("INBOX", Letter.to(hong, "광고", "지워도 됩니다."));
        Program.Outcome outcome = atATerminal(
                reading(true, "+INBOX"),
                "회의 안내",
                "=\r", // The first is opened,
                "내일 두 시에 회의가 있습니다.",
                "iF=C+보고\r*d$q"); // flagged, and copied to a new folder; the last is deleted.
        assertThat(outcome.exit()).as(shown(outcome)).isZero();
        Stored left = mailboxes.only("INBOX");
        assertThat(left.text()).as(shown(outcome)).contains("내일 두 시에");
        assertThat(left.flags()).contains("\\Flagged", "\\Seen");
        assertThat(mailboxes.names()).contains("보고");
        assertThat(mailboxes.only("보고").octets()).isEqualTo(left.octets());
    }

    @Test
    void aMessageOfTheComputerIsPutHere() throws Exception {
        String letter = Letter.to(hong, "예전 편지", "옮겨 온 편지입니다.");
        new Maildir(folder.resolve("Old")).put("1.old.here:2,S", letter);
        Program.Outcome outcome =
                atATerminal(reading(true, folder.resolve("Old").toString()), "예전 편지", "=C+공지\rq");
        assertThat(outcome.exit()).as(shown(outcome)).isZero();
        Stored here = mailboxes.only("공지");
        // It adds two lines to whatever it copies.
        assertThat(here.octets().replaceAll("(Status|Content-Length): [^\r\n]*\r\n", ""))
                .isEqualTo(Letter.octets(letter));
        assertThat(here.flags()).containsExactly("\\Seen");
    }

    @Test
    void aMailIsSentAndItsCopyKept() throws Exception {
        TestPerson kim = server.person("kim");
        Path text = home.octets("text", Letter.octets("보고드립니다.\n가나다라\n"));
        Program.Outcome outcome = atATerminal(
                List.of("-F", settings(true).toString(), "-s", "주간 보고", "-i", text.toString(), "--", kim.address()),
                "To: ",
                "\r",
                "Subject: ",
                "\r",
                "y:Send",
                "y");
        assertThat(outcome.exit()).as(shown(outcome)).isZero();
        assertThat(mailboxes.all("Sent")).as(shown(outcome)).hasSize(1);
        Stored copy = mailboxes.only("Sent");
        assertThat(copy.flags()).contains("\\Seen");
        assertThat(copy.text()).contains("User-Agent: NeoMutt", "가나다라");
        assertThat(server.mailboxes(kim).only("INBOX").body()).isEqualTo(copy.body());
    }

    /** As scripts do. */
    @Test
    void aMailIsSentWithoutATerminal() throws Exception {
        TestPerson kim = server.person("kim");
        Path text = home.octets("text", Letter.octets("보고드립니다.\n"));
        Program.Outcome outcome =
                home.run(text, "neomutt", "-n", "-F", settings(true).toString(), "-s", "주간 보고", "--", kim.address());
        assertThat(outcome.exit()).as(shown(outcome)).isZero();
        assertThat(server.mailboxes(kim).only("INBOX").text()).contains("User-Agent: NeoMutt", "보고드립니다.");
    }

    @Test
    void withoutACertificateItIsToldSo() throws Exception {
        TestPerson kim = server.person("kim");
        mailboxes.append("INBOX", Letter.to(hong, "비밀", "아무도 못 봅니다."));
        Program.Outcome outcome = atATerminal(reading(false, "+INBOX"), "(G-101)", "q");
        assertThat(shown(outcome)).contains("(G-101)").doesNotContain("비밀");
        Path text = home.octets("text", "nothing\n");
        outcome = home.run(text, "neomutt", "-n", "-F", settings(false).toString(), "-s", "x", "--", kim.address());
        assertThat(outcome.exit()).as(shown(outcome)).isNotZero();
        assertThat(server.mailboxes(kim).all("INBOX")).isEmpty();
    }
}
