package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.testing.Program;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.SeedAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice that is signed with the agency's key, read by IMAP and verified by another program; and one that waits, on a whole server. */
class NoticeSigningCommandsTest {
    private static final String MINISTRY = "1342000";

    @TempDir
    Path home;

    @Test
    void aNoticeIsReadAsItWasSignedAndOneWhoseKeyWasRevokedWaits() throws Exception {
        Program.needed("openssl");
        try (RealServer real = RealServer.open(
                home, Clock.systemUTC(), "[notice]\napproval = none\nfolder = INBOX\nsigning-keys = conf/signing\n")) {
            Issued hong = real.enrolled("hong");
            Issued press = represented(real);
            assertThat(real.gongmail("agency", "signing-key", MINISTRY).err()).contains("G-965");
            DemoAuthority.write(press, home.resolve("conf/signing"), MINISTRY, "pass-word");
            Path password = Files.writeString(home.resolve("conf/signing/" + MINISTRY + ".password"), "pass-word\n");
            assertThat(real.gongmail("agency", "signing-key", MINISTRY).err()).contains("G-962");
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            assertThat(json(real.gongmail("agency", "signing-key", MINISTRY, "--json"))
                            .get("serial")
                            .asText())
                    .isEqualTo(press.certificate().getSerialNumber().toString(16));

            send(real, hong, "a@x");
            String signed = number(real);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json(real.gongmail("notice", "show", signed, "--json"))
                            .get("state")
                            .asText()
                            .equals("RELEASED"));
            assertThat(json(real.gongmail("notice", "show", signed, "--json"))
                            .get("steps")
                            .toString())
                    .contains("signed by");
            Path message = Files.writeString(home.resolve("read.eml"), read(real, hong));
            assertThat(Program.run(
                                    "openssl",
                                    "cms",
                                    "-verify",
                                    "-in",
                                    message.toString(),
                                    "-CAfile",
                                    home.resolve("pki/ca.pem").toString(),
                                    "-out",
                                    home.resolve("content").toString())
                            .exit())
                    .isZero();
            assertThat(Files.readString(home.resolve("content"))).contains("to all");

            real.authority.revoke(press.certificate());
            real.listsInFiles();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> real.gongmail("agency", "signing-key", MINISTRY)
                            .err()
                            .contains("G-104"));
            send(real, hong, "b@x");
            JsonNode waits = json(real.gongmail("notice", "show", number(real), "--json"));
            assertThat(waits.get("state").asText()).isEqualTo("APPROVED");
            assertThat(waits.get("signing").asText()).startsWith("held: ").contains("G-104");
        }
    }

    private static Issued represented(RealServer real) throws Exception {
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
        return issued;
    }

    private static void send(RealServer real, Issued hong, String id) throws Exception {
        try (Talk smtp = real.smtp("hong", hong)) {
            smtp.says("MAIL FROM:<" + address("press") + "> BODY=8BITMIME");
            smtp.hearsLine("250 ");
            smtp.says("RCPT TO:<notice+everybody@moe.gongmail.example>");
            smtp.hearsLine("250 ");
            smtp.says("DATA");
            smtp.hearsLine("354 ");
            smtp.says("From: <" + address("press") + ">\r\nTo: <notice+everybody@moe.gongmail.example>\r\nMessage-ID: <"
                    + id + ">\r\nSubject: notice\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Transfer-Encoding: 8bit\r\n\r\nto all 모두\r\n.");
            smtp.hearsLine("250 ");
        }
    }

    private static String number(RealServer real) throws Exception {
        return json(real.gongmail("notice", "list", "--limit", "1", "--json"))
                .get("number")
                .asText();
    }

    private static String read(RealServer real, Issued hong) throws Exception {
        try (Talk imap = real.imap("hong", hong)) {
            imap.says("a2 SELECT INBOX");
            imap.hearsAll("a2 ");
            imap.says("a3 FETCH 1 BODY.PEEK[]");
            String said = imap.hearsAll("a3 ");
            String message = said.substring(said.indexOf("}\n") + 2, said.lastIndexOf("\n)\n"));
            return message + "\n";
        }
    }

    private static JsonNode json(Said said) throws Exception {
        assertThat(said.exit()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }
}
