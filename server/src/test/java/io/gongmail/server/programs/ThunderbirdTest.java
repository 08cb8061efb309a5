package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thunderbird, from the fleet's files to new mail, with certificate and password. */
@Tag("clients")
class ThunderbirdTest {
    /** nsMsgSocketType.SSL and nsMsgAuthMethod.passwordCleartext. */
    private static final int TLS = 3;

    private static final int PASSWORD = 3;

    @TempDir
    Path folder;

    private final WholeServer server = WholeServer.shared();

    @Test
    @Timeout(300)
    void aPersonIsSetUpReadsSearchesFilesWritesAndHearsOfNewMail() throws Exception {
        Thunderbird.needed();
        TestPerson hong = server.person("hong");
        TestPerson kim = server.person("kim");
        Mailboxes mailboxes = server.mailboxes(hong);
        mailboxes.append("INBOX", Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다."));
        mailboxes.append("INBOX", Letter.to(hong, "주간 업무", "이번 주 업무를 보고해 주십시오."));
        mailboxes.append("공지", Letter.to(hong, "인사 발령", "새 과장이 부임합니다."));
        try (Thunderbird thunderbird = Thunderbird.open(folder, server.service())) {
            isSetUp(thunderbird, hong);
            reads(thunderbird, mailboxes);
            assertThat(texts(thunderbird.person("searches", "INBOX", "업무를 보고"))).containsExactly("주간 업무");
            assertThat(thunderbird.person("moves", "주간 업무", "INBOX", "공지").asBoolean())
                    .isTrue();
            // It shows the message there at once, and tells the server after that.
            await().untilAsserted(() -> {
                assertThat(mailboxes.all("INBOX")).hasSize(1);
                assertThat(mailboxes.all("공지")).hasSize(2);
            });
            writes(thunderbird, mailboxes, kim);
            hearsOfNewMail(thunderbird, kim, hong);
        }
    }

    private void isSetUp(Thunderbird thunderbird, TestPerson hong) throws IOException {
        assertThat(thunderbird.person("preference", "mailnews.auto_config_url").asText())
                .isEqualTo(server.service().portal() + "setup/thunderbird/");
        assertThat(thunderbird
                        .person("preference", "security.default_personal_cert")
                        .asText())
                .isEqualTo("Select Automatically");
        thunderbird.person("trusts", Files.readString(server.trust()).replaceAll("-----[A-Z ]+-----|\\s", ""));
        assertThat(thunderbird
                        .person(
                                "hasCertificate",
                                hong.folder().resolve("person.p12").toString(),
                                "changeit")
                        .asInt())
                .isZero();
        JsonNode settings = thunderbird.person("setsUp", "홍길동", hong.address(), hong.password());
        assertThat(settings.at("/from").asText()).isEqualTo("xml-from-db");
        is(settings.at("/incoming"), server.imapPort(), hong);
        is(settings.at("/outgoing"), server.submissionPort(), hong);
        await().untilAsserted(() ->
                assertThat(texts(thunderbird.person("folders"))).contains("INBOX", "Sent", "Archive", "공지"));
    }

    private static void is(JsonNode told, int port, TestPerson hong) {
        assertThat(told.path("hostname").asText()).isEqualTo("localhost");
        assertThat(told.path("port").asInt()).isEqualTo(port);
        assertThat(told.path("socketType").asInt()).isEqualTo(TLS);
        assertThat(told.path("auth").asInt()).isEqualTo(PASSWORD);
        assertThat(told.path("username").asText()).isEqualTo(hong.address());
    }

    private static void reads(Thunderbird thunderbird, Mailboxes mailboxes) throws IOException {
        await().untilAsserted(() -> {
            thunderbird.person("opensFolder", "INBOX");
            assertThat(thunderbird.person("hasOpen", "INBOX").asBoolean()).isTrue();
            assertThat(texts(thunderbird.person("subjects", "INBOX"))).containsExactly("회의 안내", "주간 업무");
        });
        thunderbird.person("opensMessage", "INBOX", "회의 안내");
        await().untilAsserted(
                        () -> assertThat(thunderbird.person("text").asText()).contains("내일 두 시에 회의가 있습니다."));
        await().untilAsserted(
                        () -> assertThat(mailboxes.all("INBOX").get(0).flags()).contains("\\Seen"));
        String shots = System.getProperty("programs.screenshots");
        if (shots != null) {
            thunderbird.shoot(Path.of(shots, "thunderbird.png"));
        }
    }

    private void writes(Thunderbird thunderbird, Mailboxes mailboxes, TestPerson kim) throws IOException {
        assertThat(thunderbird
                        .person("writes", kim.address(), "현황 보고", "현황을 보고드립니다.\n")
                        .asBoolean())
                .isTrue();
        Stored arrived = server.mailboxes(kim).only("INBOX");
        assertThat(arrived.octets()).contains("User-Agent: Mozilla Thunderbird");
        Stored copy = mailboxes.only("Sent");
        assertThat(copy.flags()).contains("\\Seen");
        assertThat(copy.body()).isEqualTo(arrived.body());
    }

    /** By IDLE (RFC 2177): it asks by itself only after ten minutes. */
    private void hearsOfNewMail(Thunderbird thunderbird, TestPerson kim, TestPerson hong) throws IOException {
        server.sends(kim, hong, Letter.octets(Letter.from(kim.address(), hong, "급한 연락", "바로 연락 주십시오.")));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(texts(thunderbird.person("subjects", "INBOX")))
                        .contains("급한 연락"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
