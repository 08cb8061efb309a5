package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mailboxes are kept in, by command. */
class StoreCommandsTest {
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
    void theIndexTellsWhatIsInItAndIsBuiltAnewWhileMailGoesOn() throws Exception {
        Issued issued = real.enrolled("hong");
        try (Talk imap = real.imap("hong", issued)) {
            imap.waits(Duration.ofMinutes(1));
            String message = "Subject: budget\r\n\r\nthree apples\r\n";
            imap.says("a2 APPEND INBOX {" + message.length() + "}");
            imap.hearsLine("+");
            imap.says(message);
            imap.hearsLine("a2 OK");
            imap.says("a3 SELECT INBOX");
            imap.hearsLine("a3 OK");

            JsonNode caughtUp = told("store", "index", "--wait", "60", "--json");
            assertThat(caughtUp.path("indexed").asInt()).isEqualTo(1);
            assertThat(caughtUp.path("takingIn").asBoolean()).isFalse();
            assertThat(caughtUp.path("behind").asInt()).isZero();
            imap.says("a4 SEARCH BODY apple");
            assertThat(imap.hearsLine("* SEARCH")).isEqualTo("* SEARCH 1");

            told("store", "index", "--rebuild", "--json");
            imap.says("a5 SEARCH SUBJECT udge");
            assertThat(imap.hearsLine("* SEARCH")).isEqualTo("* SEARCH 1");
            JsonNode rebuilt = told("store", "index", "--wait", "60", "--json");
            assertThat(rebuilt.path("indexed").asInt()).isEqualTo(1);
            assertThat(rebuilt.path("percent").asInt()).isEqualTo(100);
        }
    }

    private static JsonNode told(String... command) throws Exception {
        Said said = real.gongmail(command);
        assertThat(said.exit()).as(said.toString()).isZero();
        return new ObjectMapper().readTree(said.out());
    }
}
