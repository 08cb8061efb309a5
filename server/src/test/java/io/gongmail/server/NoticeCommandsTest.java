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
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.SeedAccount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice from its sender by a second person into everybody's folder, on a whole server. */
class NoticeCommandsTest {
    private static final String MINISTRY = "1342000";

    @TempDir
    Path home;

    @Test
    void aNoticeIsSentApprovedAndThereForEverybody() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            Issued hong = real.enrolled("hong");
            Issued kim = real.enrolled("kim");
            Issued lee = real.enrolled("lee");
            ready(real);
            try (Talk smtp = real.smtp("hong", hong)) {
                assertThat(said(smtp, "a@x", "X-Gongmail-Must-Read: yes"))
                        .contains("is taken for 3 people, and waits for approval");
            }
            JsonNode listed = json(real.gongmail("notice", "list", "--json"));
            String number = listed.get("number").asText();
            assertThat(listed.get("state").asText()).isEqualTo("SUBMITTED");
            assertThat(real.gongmail("notice", "approve", number, "--by", address("hong"))
                            .err())
                    .contains("G-950");
            real.server.registry().accounts().grant(Address.of(address("hong")), Role.REVIEWER, "test");
            assertThat(real.gongmail("notice", "approve", number, "--by", address("hong"))
                            .err())
                    .contains("G-948");
            assertThat(json(real.gongmail("notice", "approve", number, "--by", address("kim"), "--json"))
                            .get("state")
                            .asText())
                    .isEqualTo("APPROVED");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json(real.gongmail("notice", "show", number, "--json"))
                                    .path("delivered")
                                    .asInt()
                            == 3);
            try (Talk imap = real.imap("lee", lee)) {
                imap.says("a2 SELECT " + utf7());
                assertThat(imap.hearsAll("a2 ")).contains("* 1 EXISTS").contains("a2 OK");
                imap.says("a3 FETCH 1 (FLAGS BODY[HEADER.FIELDS (TO SUBJECT)])");
                assertThat(imap.hearsAll("a3 "))
                        .contains("$MustRead")
                        .contains("To: <notice+everybody@moe.gongmail.example>")
                        .doesNotContain(address("kim"));
            }
            assertThat(kim).isNotNull();
            JsonNode shown = json(real.gongmail("notice", "show", number, "--members", "--json"));
            assertThat(shown.get("state").asText()).isEqualTo("RELEASED");
            assertThat(shown.get("memberAddresses")).hasSize(3);
            assertThat(shown.get("steps")).hasSize(4);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json(real.gongmail("notice", "show", number, "--json"))
                            .has("completed"));

            assertThat(json(real.gongmail(
                                    "notice", "recall", number, "--by", address("hong"), "--reason", "wrong", "--json"))
                            .get("state")
                            .asText())
                    .isEqualTo("RECALL_ASKED");
            assertThat(real.gongmail("notice", "recall", number, "--by", address("hong"), "--reason", "wrong")
                            .err())
                    .contains("G-951");
            assertThat(real.gongmail("notice", "recall", number, "--by", address("kim"), "--reason", "yes")
                            .exit())
                    .isZero();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json(real.gongmail("notice", "show", number, "--json"))
                            .get("state")
                            .asText()
                            .equals("RECALLED"));
        }
    }

    @Test
    void whatWaitsOutlivesTheServerAndGoesWhenItIsDue() throws Exception {
        String number;
        Issued hong;
        try (RealServer real = RealServer.open(home)) {
            hong = real.enrolled("hong");
            real.enrolled("kim");
            real.enrolled("lee");
            ready(real);
            try (Talk smtp = real.smtp("hong", hong)) {
                said(smtp, "a@x", "X-Trace: 1");
            }
            number = json(real.gongmail("notice", "list", "--json"))
                    .get("number")
                    .asText();
        }
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(1));
        try (RealServer real = RealServer.open(home, tomorrow, "")) {
            assertThat(real.gongmail("notice", "approve", number, "--by", address("kim"))
                            .exit())
                    .isZero();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            real.server.registry().notices().list(Set.of(OfficialNoticeState.RELEASED), 10).stream()
                                    .anyMatch(
                                            notice -> notice.number().toString().equals(number)));
        }
    }

    @Test
    void aNoticeThatNobodyHasToApproveGoesAtOnceAndAnotherIsRejected() throws Exception {
        try (RealServer real =
                RealServer.open(home, Clock.systemUTC(), "[notice]\napproval = none\nfolder = INBOX\npace = 2\n")) {
            Issued hong = real.enrolled("hong");
            real.enrolled("kim");
            real.enrolled("lee");
            ready(real);
            try (Talk smtp = real.smtp("hong", hong)) {
                assertThat(said(smtp, "a@x", "X-Trace: 1")).endsWith("is taken for 3 people");
                assertThat(said(
                                smtp,
                                "b@x",
                                "X-Gongmail-Notice-At: "
                                        + Clock.systemUTC().instant().plusSeconds(3_600)))
                        .startsWith("250");
                assertThat(said(smtp, "c@x", "X-Trace: 3"))
                        .startsWith("451 4.7.1")
                        .contains("G-940");
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> real.gongmail("notice", "list", "--state", "released")
                                    .out()
                                    .lines()
                                    .count()
                            == 1);
            String number = json(real.gongmail("notice", "list", "--state", "approved", "--json"))
                    .get("number")
                    .asText();
            assertThat(real.gongmail("notice", "reject", number, "--by", address("kim"), "--reason", "no")
                            .exit())
                    .isZero();
            assertThat(real.gongmail("notice", "show", "00000000-0000-4000-8000-000000000000")
                            .err())
                    .contains("G-947");
            assertThat(real.gongmail("notice", "show", "x").exit()).isEqualTo(2);
        }
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
        real.server.registry().accounts().grant(Address.of(address("kim")), Role.ADMINISTRATOR, "test");
        Said saved = real.gongmail("audience", "save", "everybody", "role:official", "--agency", MINISTRY);
        assertThat(saved.exit()).as(saved.err()).isZero();
    }

    private static String said(Talk smtp, String id, String field) throws Exception {
        smtp.says("MAIL FROM:<" + address("press") + ">");
        smtp.hearsLine("250 ");
        smtp.says("RCPT TO:<notice+everybody@moe.gongmail.example>");
        smtp.hearsLine("250 ");
        smtp.says("DATA");
        smtp.hearsLine("354 ");
        smtp.says("From: <" + address("press") + ">\r\nTo: <notice+everybody@moe.gongmail.example>\r\nMessage-ID: <"
                + id + ">\r\nSubject: notice\r\n" + field + "\r\n\r\nto all\r\n.");
        return smtp.hearsLine("");
    }

    private static JsonNode json(Said said) throws Exception {
        assertThat(said.exit()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    /** 공지, as IMAP4rev1 has it (RFC 3501 §5.1.3). */
    private static String utf7() {
        byte[] octets = "공지".getBytes(StandardCharsets.UTF_16BE);
        return "&" + Base64.getEncoder().withoutPadding().encodeToString(octets).replace('/', ',') + "-";
    }
}
