package io.gongmail.server;

import static io.gongmail.server.RealServer.AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.SessionEndsTest.TurnedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pki status} of a whole server: what an administrator reads, and what monitoring goes by. */
class PkiStatusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    @Test
    void listsInFilesAreToldWithTheirTimesUntilTheyRunOut() throws Exception {
        TurnedClock clock = new TurnedClock();
        try (RealServer real = RealServer.open(home, clock, "")) {
            Said well = real.gongmail("pki", "status");
            assertThat(well.exit()).isZero();
            assertThat(well.err()).isEmpty();
            assertThat(well.out().lines().filter("state: good"::equals)).hasSize(2);
            assertThat(well.out())
                    .contains("source: " + home.resolve("conf/lists.pem") + "\n")
                    .containsPattern("number: \\d+\nthisUpdate: 20.*Z\nnextUpdate: 20.*Z\n");

            clock.turn(Duration.ofDays(27)); // of 30
            Said late = real.gongmail("pki", "status");
            assertThat(late.exit()).isEqualTo(1);
            assertThat(late.out().lines().filter("state: running-out"::equals)).hasSize(2);
            assertThat(late.err()).isEqualTo("2 of 2 need somebody to look\n");

            clock.turn(Duration.ofDays(3));
            Said over = real.gongmail("pki", "status");
            assertThat(over.exit()).isEqualTo(1);
            assertThat(over.out().lines().filter("state: ended"::equals)).hasSize(2);
        }
    }

    @Test
    void aFileThatIsNoListIsTold() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            Files.writeString(
                    home.resolve("conf/lists.pem"), "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
            assertThat(real.gongmail("pki", "reload").exit()).isEqualTo(1);
            Said said = real.gongmail("pki", "status");
            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.out()).contains("state: failing\nkind: file\nfailure: " + home.resolve("conf/lists.pem"));
        }
    }

    @Test
    void whatIsFetchedAndAskedIsToldAndSinceWhenAndWhyItCannotBe() throws Exception {
        try (RealServer real = RealServer.open(
                home, Clock.systemUTC(), "[pki]\nrevocation-sources = ocsp, crl, files\nocsp-cache = 0 s\n")) {
            Issued lee = real.enrolled("lee", real.publishing.officialWithEcKey("교육부", "001이영희001"));
            real.imap("lee", lee).close();
            await().atMost(AT_ONCE)
                    .untilAsserted(() -> assertThat(status(real))
                            .anyMatch(line -> line.get("source").asText().startsWith("http")
                                    && line.get("kind").asText().equals("list")
                                    && !line.get("fetched").asText().isEmpty()));
            assertThat(status(real)).allMatch(line -> line.get("state").asText().equals("good"));
            assertThat(real.gongmail("pki", "status", "--json").exit()).isZero();

            real.authorityFallsSilent();
            real.imap("lee", lee).close(); // by the list in the file

            await().atMost(AT_ONCE)
                    .untilAsserted(() -> assertThat(status(real))
                            .filteredOn(line -> line.get("state").asText().equals("failing"))
                            .extracting(line -> line.get("kind").asText())
                            .contains("list", "responder"));
            assertThat(status(real))
                    .filteredOn(line -> line.get("state").asText().equals("failing"))
                    .allMatch(line -> !line.get("failingSince").asText().isEmpty()
                            && !line.get("failure").asText().isEmpty());
            assertThat(real.gongmail("pki", "status", "--json").exit()).isEqualTo(1);
        }
    }

    private static List<JsonNode> status(RealServer real) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line :
                real.gongmail("pki", "status", "--json").out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
