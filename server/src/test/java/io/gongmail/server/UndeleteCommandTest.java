package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gongmail account deleted} and {@code undelete}. */
class UndeleteCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LETTER = "Subject: plan\r\n\r\nThe plan.\r\n";

    @TempDir
    Path folder;

    @Test
    void whatAnOwnerDeletedIsToldAndComesBack() throws Exception {
        String address = RealServer.address("hong");
        try (RealServer real = RealServer.open(folder)) {
            Issued hong = real.enrolled("hong");
            try (Talk imap = real.imap("hong", hong)) {
                imap.says("a1 APPEND INBOX (\\Flagged) {" + LETTER.getBytes(StandardCharsets.US_ASCII).length + "+}\r\n"
                        + LETTER);
                imap.hearsLine("a1 OK");
                imap.says("a2 SELECT INBOX");
                imap.hearsLine("a2 OK");
                imap.says("a3 STORE 1 +FLAGS (\\Deleted)");
                imap.hearsLine("a3 OK");
                imap.says("a4 EXPUNGE");
                imap.hearsLine("a4 OK");

                Said deleted = real.gongmail("account", "deleted", address, "--json");
                assertThat(deleted.exit()).as(deleted.toString()).isZero();
                JsonNode facts = JSON.readTree(deleted.out());
                assertThat(facts.get("folder").asText()).isEqualTo("INBOX");
                assertThat(facts.get("messages").asInt()).isEqualTo(1);

                Said later = real.gongmail("account", "undelete", address, "--since", "2999-01-01T00:00:00Z");
                assertThat(later.out()).contains("messages: 0");
                Said back = real.gongmail("account", "undelete", address);
                assertThat(back.exit()).as(back.toString()).isZero();
                assertThat(back.out()).contains("messages: 1", "damaged: 0");
                imap.says("a5 NOOP");
                imap.hearsLine("a5 OK");
                imap.says("a6 FETCH 1 (UID FLAGS BODY.PEEK[TEXT])");
                assertThat(imap.hearsAll("a6 OK"))
                        .contains("UID 2", "\\Flagged", "The plan.")
                        .doesNotContain("\\Deleted");
            }
            assertThat(real.gongmail("account", "deleted", address, "--json").out())
                    .isEmpty();
            assertThat(real.gongmail("audit", "list", "--json").out())
                    .contains("mail.undelete-begun", "mail.undeleted");
            Said nobody = real.gongmail("account", "undelete", RealServer.address("none"));
            assertThat(nobody.exit()).isEqualTo(1);
            assertThat(nobody.err()).contains("there is no account");
        }
    }
}
