package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.server.programs.Mailboxes.Stored;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Evolution, which can show no certificate, through the connector. */
@Tag("clients")
class EvolutionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final WholeServer server = WholeServer.shared();

    @Test
    @Timeout(300)
    void aPersonWithAPasswordAloneReadsHearsOfNewMailAndSends() throws Exception {
        Evolution.needed();
        TestPerson hong = server.person("hong");
        TestPerson kim = server.person("kim");
        Mailboxes mailboxes = server.mailboxes(hong);
        mailboxes.append("INBOX", Letter.to(hong, "회의 안내", "내일 두 시에 회의가 있습니다."));
        ProgramHome home = new ProgramHome(folder);
        try (LocalConnector connector = LocalConnector.of(server, hong, home)) {
            connector.runs(connector.settings());
            try (Evolution evolution = Evolution.open(home, hong, connector)) {
                isAsked(evolution, "mail account", hong.password());
                reads(evolution, mailboxes);
                hearsOfNewMail(evolution, kim, hong);
                sends(evolution, mailboxes, hong, kim);
            }
        }
    }

    /** It keeps no password here, and so asks once for each of both ways. */
    private static void isAsked(Evolution evolution, String what, String password) throws IOException {
        soon(() -> assertThat(evolution.person("is_asked").asText()).contains(what, "127.0.0.1"));
        evolution.person("answers", password);
    }

    private static void reads(Evolution evolution, Mailboxes mailboxes) throws IOException {
        soon(() -> assertThat(texts(evolution.person("sees"))).contains("회의 안내"));
        evolution.person("opens", "회의 안내");
        soon(() -> assertThat(evolution.person("reads").asText()).contains("내일 두 시에 회의가 있습니다."));
        soon(() -> assertThat(mailboxes.only("INBOX").flags()).contains("\\Seen"));
    }

    /** By IDLE (RFC 2177): it does not ask by itself. */
    private void hearsOfNewMail(Evolution evolution, TestPerson kim, TestPerson hong) throws IOException {
        server.sends(kim, hong, Letter.octets(Letter.from(kim.address(), hong, "급한 연락", "바로 연락 주십시오.")));
        soon(() -> assertThat(texts(evolution.person("sees"))).contains("급한 연락"));
    }

    private void sends(Evolution evolution, Mailboxes mailboxes, TestPerson hong, TestPerson kim) throws IOException {
        evolution.person(
                "writes",
                "mailto:" + kim.address() + "?subject=" + encoded("현황 보고") + "&body=" + encoded("현황을 보고드립니다."));
        soon(() -> evolution.person("sends", "현황 보고"));
        isAsked(evolution, "mail transport", hong.password());
        Stored arrived = server.mailboxes(kim).only("INBOX");
        assertThat(arrived.octets()).contains("User-Agent: Evolution 3.");
        Stored copy = mailboxes.only("Sent");
        assertThat(copy.flags()).contains("\\Seen");
        // It ends the copy with one more empty line.
        assertThat(copy.body().stripTrailing()).isEqualTo(arrived.body().stripTrailing());
        assertThat(new String(Base64.getMimeDecoder().decode(arrived.body()), StandardCharsets.UTF_8))
                .isEqualTo("현황을 보고드립니다.\n");
    }

    /** RFC 6068, section 4. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void soon(ThrowingRunnable holds) {
        await().atMost(PATIENCE).untilAsserted(holds);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
