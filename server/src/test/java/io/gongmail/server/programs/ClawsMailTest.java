package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Claws Mail (libetpan, GnuTLS) reads and sends by its own command line, with certificate and password. */
@Tag("clients")
@Timeout(180)
class ClawsMailTest {
    @TempDir
    Path folder;

    private final WholeServer server = WholeServer.shared();
    private TestPerson hong;
    private Mailboxes mailboxes;
    private ProgramHome home;
    private Display display;
    private Process claws;

    @BeforeEach
    void somebodyWithMail() throws IOException {
        Program.needed("claws-mail");
        // libetpan takes no EC key for a client's certificate.
        hong = server.personWithRsaKey("hong");
        mailboxes = server.mailboxes(hong);
        mailboxes.append("INBOX", Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다."));
        home = new ProgramHome(folder);
        for (String name : List.of("inbox", "sent", "draft", "queue", "trash")) {
            Files.createDirectories(folder.resolve("Mail").resolve(name));
        }
        Files.createDirectories(folder.resolve("claws"));
        display = Display.open(folder);
    }

    @AfterEach
    void end() {
        if (claws != null) {
            Display.end(claws);
        }
        display.close();
    }

    private void settings(boolean withCertificate) throws IOException {
        home.write("claws/clawsrc", """
                [Common]
                no_receive_error_panel=1
                receive_dialog_mode=2
                send_dialog_mode=1
                check_on_startup=0
                confirm_on_exit=0
                clean_on_exit=0
                ask_on_clean=0
                warn_queued_on_exit=0
                """);
        String shown = withCertificate ? ProgramHome.keyWithChain(hong).toString() : "";
        home.write("claws/accountrc", """
                [Account: 1]
                account_name=gongmail
                is_default=1
                name=Hong
                address=%1$s
                protocol=3
                receive_server=localhost
                smtp_server=localhost
                user_id=%1$s
                password=%2$s
                use_smtp_auth=1
                smtp_auth_method=16
                smtp_user_id=%1$s
                smtp_password=%2$s
                receive_at_get_all=1
                ssl_imap=1
                ssl_smtp=1
                ssl_certs_auto_accept=1
                set_imapport=1
                imap_port=%3$d
                set_smtpport=1
                smtp_port=%4$d
                in_ssl_client_cert_file=%5$s
                out_ssl_client_cert_file=%5$s
                """.formatted(
                        hong.address(), hong.password(), server.imapPort(), server.submissionPort(), shown));
        home.write("claws/folderlist.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <folderlist>
                  <folder type="mh" name="Mail" path="Mail" sort="0" collapsed="0">
                    <folderitem type="inbox" name="inbox" path="inbox" mtime="0" new="0" unread="0" total="0"/>
                    <folderitem type="outbox" name="sent" path="sent" mtime="0" new="0" unread="0" total="0"/>
                    <folderitem type="draft" name="draft" path="draft" mtime="0" new="0" unread="0" total="0"/>
                    <folderitem type="queue" name="queue" path="queue" mtime="0" new="0" unread="0" total="0"/>
                    <folderitem type="trash" name="trash" path="trash" mtime="0" new="0" unread="0" total="0"/>
                  </folder>
                  <folder type="imap" name="gongmail" sort="0" collapsed="0" account_id="1">
                    <folderitem type="inbox" name="INBOX" path="INBOX" mtime="0" new="0" unread="0" total="0"/>
                  </folder>
                </folderlist>
                """);
    }

    /** What waits to be sent, as it is kept for that. */
    private void queue(TestPerson to, String message) throws IOException {
        home.octets(
                "Mail/queue/1",
                String.join(
                                "\n",
                                "AF:",
                                "NF:0",
                                "PS:10",
                                "SRH:1",
                                "SFN:",
                                "DSR:",
                                "MID:",
                                "CFG:",
                                "PT:0",
                                "S:" + hong.address(),
                                "RQ:",
                                "SSV:localhost",
                                "NSV:",
                                "SSH:",
                                "R:<" + to.address() + ">",
                                "MAID:1",
                                "X-Claws-Sign:0",
                                "X-Claws-Encrypt:0",
                                "X-Claws-Privacy-System:",
                                "X-Claws-End-Special-Headers: 1",
                                "")
                        + Letter.octets(message).replace("\r\n", "\n"));
    }

    private List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "claws-mail", "--alternate-config-dir", folder.resolve("claws").toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    private Path log() {
        return folder.resolve("claws.log");
    }

    private void starts() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command("--debug", "--receive-all"))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().putAll(environment());
        builder.environment().remove("DBUS_SESSION_BUS_ADDRESS");
        claws = builder.start();
    }

    private Map<String, String> environment() {
        return Map.of(
                "DISPLAY", display.name(),
                "HOME", folder.toString(),
                "TMPDIR", folder.toString(),
                "LC_ALL", "C.UTF-8",
                // The authorities it trusts.
                "SSL_CERT_FILE", server.trust().toString(),
                "NO_AT_BRIDGE", "1",
                "GSETTINGS_BACKEND", "memory");
    }

    /** To the one that runs. */
    private String says(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("env"));
        environment().forEach((name, value) -> all.add(name + "=" + value));
        all.addAll(command(arguments));
        return Program.run(all, Path.of("/dev/null")).output();
    }

    private String logged() throws IOException {
        String log = Files.readString(log(), StandardCharsets.ISO_8859_1);
        return log.substring(Math.max(0, log.length() - 20_000));
    }

    @Test
    void aPersonGetsReadsAndSendsMail() throws Exception {
        TestPerson kim = server.person("kim");
        settings(true);
        String letter = Letter.from(hong.address(), kim, "현황 보고", "현황을 보고드립니다.");
        queue(kim, letter);
        starts();
        await().untilAsserted(() ->
                assertThat(says("--status-full")).as(logged()).containsPattern(" 1 +1 #imap/gongmail/INBOX"));
        says("--select", "#imap/gongmail/INBOX/1");
        await().untilAsserted(() -> assertThat(cached()).as(logged()).contains(Letter.octets("회의가 있습니다.")));
        await().untilAsserted(() ->
                assertThat(mailboxes.only("INBOX").flags()).as(logged()).contains("\\Seen"));
        says("--send");
        await().untilAsserted(() ->
                assertThat(server.mailboxes(kim).all("INBOX")).as(logged()).hasSize(1));
        Stored arrived = server.mailboxes(kim).only("INBOX");
        assertThat(arrived.octets()).endsWith(Letter.octets(letter));
        says("--exit");
        await().until(() -> !claws.isAlive());
    }

    /** What it keeps of the server's messages. */
    private String cached() throws IOException {
        Path cache = folder.resolve("claws/imapcache");
        if (!Files.exists(cache)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(cache)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        }
    }

    @Test
    void withoutACertificateItIsToldSo() throws Exception {
        settings(false);
        starts();
        await().untilAsserted(() -> assertThat(logged()).contains("(G-101)"));
        assertThat(says("--status-full")).containsPattern(" 0 +0 #imap/gongmail/INBOX");
        assertThat(cached()).isEmpty();
    }
}
