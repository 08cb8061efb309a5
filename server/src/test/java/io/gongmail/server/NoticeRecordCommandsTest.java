package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.SeedAccount;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a notice is told, reminded of, written to its sender and kept, on a whole server. */
class NoticeRecordCommandsTest {
    private static final String MINISTRY = "1342000";

    @TempDir
    Path home;

    @Test
    void aNoticeIsReportedRemindedToldAndKept() throws Exception {
        try (RealServer real =
                RealServer.open(home, Clock.systemUTC(), "[notice]\napproval = none\nfolder = INBOX\n")) {
            Issued hong = real.enrolled("hong");
            Issued kim = real.enrolled("kim");
            real.enrolled("lee");
            ready(real);
            try (Talk smtp = real.smtp("hong", hong)) {
                assertThat(said(smtp)).startsWith("250");
            }
            String number = json(real.gongmail("notice", "list", "--json"))
                    .get("number")
                    .asText();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> report(real, number).path("delivered").asInt() == 3);
            try (Talk imap = real.imap("kim", kim)) {
                imap.says("a2 SELECT INBOX");
                assertThat(imap.hearsAll("a2 ")).contains("* 1 EXISTS");
                imap.says("a3 STORE 1 +FLAGS (\\Seen)");
                assertThat(imap.hearsAll("a3 ")).contains("a3 OK");
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> report(real, number).path("read").asInt() == 1);
            assertThat(report(real, number)
                            .path("agencies")
                            .path(0)
                            .path("agency")
                            .asText())
                    .isEqualTo(MINISTRY);
            assertThat(real.gongmail("notice", "report", number).out())
                    .contains("read: 1\n")
                    .contains("agency  " + MINISTRY);
            assertThat(real.gongmail("notice", "report", number, "--format", "csv")
                            .out()
                            .lines())
                    .hasSize(4)
                    .first()
                    .asString()
                    .startsWith("\ufefflevel,");
            Said members = real.gongmail("notice", "report", number, "--members", "--format", "csv");
            assertThat(members.out().lines())
                    .hasSize(4)
                    .anyMatch(line -> line.startsWith(address("kim") + "," + MINISTRY) && line.contains(",read,"));
            assertThat(real.gongmail("notice", "report", number, "--format", "xml")
                            .exit())
                    .isEqualTo(1);
            assertThat(real.gongmail("notice", "report", "00000000-0000-4000-8000-000000000000", "--members")
                            .err())
                    .contains("G-947");

            assertThat(real.gongmail("notice", "remind", number, "--by", address("lee"))
                            .err())
                    .contains("G-950");
            assertThat(json(real.gongmail("notice", "remind", number, "--by", address("press"), "--json"))
                            .get("members")
                            .asInt())
                    .isEqualTo(2);
            assertThat(real.gongmail("notice", "remind", number, "--by", address("press"))
                            .err())
                    .contains("G-970");
            try (Talk imap = real.imap("hong", hong)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    imap.says("a2 SELECT INBOX");
                    return imap.hearsAll("a2 ").contains("* 2 EXISTS");
                });
            }

            keptAndVerified(real, number);
        }
    }

    private void keptAndVerified(RealServer real, String number) throws Exception {
        Path file = home.resolve("notice.zip");
        Said exported = real.gongmail("notice", "export", number, "--to", file.toString());
        assertThat(exported.exit()).as(exported.err()).isZero();
        assertThat(real.gongmail("notice", "export", number, "--to", file.toString())
                        .exit())
                .isEqualTo(1);
        assertThat(real.gongmail("notice", "verify", number).exit()).isZero();
        Said verified = real.gongmail("notice", "verify", file.toString());
        assertThat(verified.exit()).as(verified.err()).isZero();
        try (FileSystem zip = FileSystems.newFileSystem(file);
                OutputStream more = Files.newOutputStream(zip.getPath("members.csv"), StandardOpenOption.APPEND)) {
            more.write('x');
        }
        assertThat(real.gongmail("notice", "verify", file.toString()).err())
                .contains("G-976")
                .contains("members.csv");
        assertThat(real.gongmail("notice", "verify", "nothing.zip").exit()).isEqualTo(1);
    }

    @Test
    void theSenderHasOneLetterInTheMailbox() throws Exception {
        try (RealServer real = RealServer.open(home, Clock.systemUTC(), "[notice]\napproval = none\n")) {
            Issued hong = real.enrolled("hong");
            real.enrolled("kim");
            real.enrolled("lee");
            ready(real);
            try (Talk smtp = real.smtp("hong", hong)) {
                smtp.says("MAIL FROM:<" + address("press") + "> ENVID=QQ314159");
                smtp.hearsLine("250 ");
                smtp.says("RCPT TO:<notice+everybody@moe.gongmail.example> NOTIFY=SUCCESS,FAILURE");
                smtp.hearsLine("250 ");
                smtp.says("DATA");
                smtp.hearsLine("354 ");
                smtp.says(
                        "From: <" + address("press") + ">\r\nMessage-ID: <a@x>\r\nSubject: notice\r\n\r\nto all\r\n.");
                assertThat(smtp.hearsLine("")).startsWith("250");
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> letters(real).size() == 1);
            String letter = letters(real).get(0);
            assertThat(letter)
                    .contains("In-Reply-To: <a@x>")
                    .contains("report-type=delivery-status")
                    .contains("Original-Envelope-Id: QQ314159")
                    .contains("Action: expanded");
        }
    }

    /** What the ministry has. */
    private List<String> letters(RealServer real) throws Exception {
        Path folder = home.resolve("letters-" + UUID.randomUUID());
        real.gongmail("account", "export", address("press"), folder.toString(), "--format", "EML");
        List<String> letters = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".eml")).toList()) {
                    letters.add(Files.readString(file));
                }
            }
        }
        return letters;
    }

    private static JsonNode report(RealServer real, String number) throws Exception {
        Said said = real.gongmail("notice", "report", number, "--format", "json");
        return new ObjectMapper().readTree(said.exit() == 0 ? said.out() : "{}");
    }

    private static void ready(RealServer real) throws Exception {
        real.server.registry().agencies().put(new Agency(MINISTRY, "교육부", Set.of("moe.gongmail.example")), "test");
        Issued issued = real.issued("교육부 공보실");
        real.server
                .registry()
                .accounts()
                .seed(
                        List.of(new SeedAccount(
                                Address.of(address("press")),
                                "공보실",
                                AccountType.AGENCY_REPRESENTATIVE,
                                MINISTRY,
                                CertificateKeys.of(issued.certificate()),
                                "cn=press",
                                issued.certificate().getNotAfter().toInstant(),
                                "")),
                        "test");
        real.server.registry().sentAs().give(Address.of(address("press")), Address.of(address("hong")), "test");
        Said saved = real.gongmail("audience", "save", "everybody", "role:official", "--agency", MINISTRY);
        assertThat(saved.exit()).as(saved.err()).isZero();
    }

    private static String said(Talk smtp) throws Exception {
        smtp.says("MAIL FROM:<" + address("press") + ">");
        smtp.hearsLine("250 ");
        smtp.says("RCPT TO:<notice+everybody@moe.gongmail.example>");
        smtp.hearsLine("250 ");
        smtp.says("DATA");
        smtp.hearsLine("354 ");
        smtp.says("From: <" + address("press") + ">\r\nTo: <notice+everybody@moe.gongmail.example>\r\n"
                + "Message-ID: <a@x>\r\nSubject: notice\r\n\r\nto all\r\n.");
        return smtp.hearsLine("");
    }

    private static JsonNode json(Said said) throws Exception {
        assertThat(said.exit()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }
}
