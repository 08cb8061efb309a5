package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mailboxes are kept in is swept and looked through, by command. */
class StoreUpkeepTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void aRunningServer() throws Exception {
        real = RealServer.open(home);
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    @Test
    void whatNobodyHoldsIsSweptAndWhatIsDamagedIsToldByOwnerFolderAndUid() throws Exception {
        Issued issued = real.enrolled("kim");
        try (Talk imap = real.imap("kim", issued)) {
            imap.waits(Duration.ofMinutes(1));
            String message = "Subject: precious\r\n\r\nthe last of the file\r\n";
            imap.says("a2 APPEND INBOX {" + message.length() + "}");
            imap.hearsLine("+");
            imap.says(message);
            imap.hearsLine("a2 OK");
        }

        JsonNode swept = told("store", "compact", "--json");
        assertThat(swept.path("step").asText()).isEqualTo("DONE");
        assertThat(swept.path("references").asInt()).isPositive();
        assertThat(told("store", "compact", "--progress", "--json")).isEqualTo(swept);
        Said wrong = real.gongmail("store", "compact", "--below", "101");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.toString()).contains("G-450");

        JsonNode whole = told("store", "check", "--json");
        assertThat(whole.path("contents").asInt()).isPositive();
        assertThat(whole.path("damagedMessages").asInt()).isZero();

        damageTheLast();
        Said damaged = real.gongmail("store", "repair", "--json");
        assertThat(damaged.exit()).isEqualTo(1);
        JsonNode damage =
                new ObjectMapper().readTree(damaged.out().lines().findFirst().orElseThrow());
        assertThat(damage.path("damage").asText()).isEqualTo("DAMAGED");
        assertThat(damage.path("owner").asText()).startsWith("kim@");
        assertThat(damage.path("folder").asText()).isEqualTo("INBOX");
        assertThat(damage.path("uid").asInt()).isEqualTo(1);
        assertThat(damaged.out()).doesNotContain("precious");
    }

    @Test
    void withoutAKeyFileNothingIsRewritten() {
        Said refused = real.gongmail("store", "compact", "--rewrite");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.toString()).contains("G-453");
        Said made = real.gongmail("store", "make-key");
        assertThat(made.exit()).isEqualTo(1);
        assertThat(made.err()).contains("[store] content-keys names no file");
    }

    private static void damageTheLast() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("data/content/segments"))) {
            Path last = files.max(Comparator.naturalOrder()).orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                file.seek(file.length() - 3);
                file.write('!');
            }
        }
    }

    private static JsonNode told(String... command) throws Exception {
        Said said = real.gongmail(command);
        assertThat(said.exit()).as(said.toString()).isZero();
        return new ObjectMapper().readTree(said.out());
    }
}
