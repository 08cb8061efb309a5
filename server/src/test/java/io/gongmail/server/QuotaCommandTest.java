package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gongmail account quota}, and what a mail program is told beyond it. */
class QuotaCommandTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void aRunningServer() throws Exception {
        real = RealServer.open(home, Clock.systemUTC(), "");
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static JsonNode told(String... more) throws IOException {
        Said said = real.gongmail(more);
        assertThat(said.exit()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    /** What APPEND of a message of so many octets is answered. */
    private static String append(Talk imap, String tag, int octets) throws IOException {
        imap.says(tag + " APPEND INBOX {" + octets + "+}");
        imap.says("Subject: a\r\n\r\n" + "x".repeat(octets - 14));
        return imap.hearsLine(tag);
    }

    @Test
    void aLimitIsToldSetAndKept() throws Exception {
        Issued kim = real.enrolled("kim");
        String address = address("kim");
        JsonNode before = told("account", "quota", address, "--json");
        assertThat(before.get("most").asLong()).isEqualTo(10L << 30);
        assertThat(before.get("set").asText()).isEqualTo("for all");
        try (Talk imap = real.imap("kim", kim)) {
            assertThat(append(imap, "a2", 2_000)).startsWith("a2 OK");
            JsonNode set = told("account", "quota", address, "--size", "3 KiB", "--json");
            assertThat(set.get("octets").asLong()).isEqualTo(2_000);
            assertThat(set.get("messages").asLong()).isEqualTo(1);
            assertThat(set.get("percent").asInt()).isEqualTo(65);
            assertThat(append(imap, "a3", 2_000)).startsWith("a3 NO [OVERQUOTA]"); // RFC 9208 §4.3
            assertThat(append(imap, "a4", 1_000)).startsWith("a4 OK");
            assertThat(told("account", "quota", address, "--unlimited", "--json")
                            .get("most")
                            .asText())
                    .isEqualTo("unlimited");
            assertThat(append(imap, "a5", 2_000)).startsWith("a5 OK");
        }
        assertThat(told("account", "quota", address, "--standard", "--json")
                        .get("set")
                        .asText())
                .isEqualTo("for all");
        assertThat(real.gongmail("audit", "list", "--json").out())
                .contains("account.quota-set", "3 KiB", "unlimited", "standard");
    }

    @Test
    void anAgencysAccountsShareItsLimit() throws Exception {
        Issued park = real.enrolled("park");
        Issued choi = real.enrolled("choi");
        String agency =
                told("account", "show", address("park"), "--json").get("agency").asText();
        told("agency", "add", agency, "--name", "교육부", "--domain", "moe.gongmail.example", "--json");
        try (Talk one = real.imap("park", park);
                Talk other = real.imap("choi", choi)) {
            assertThat(append(one, "a2", 2_000)).startsWith("a2 OK");
            assertThat(append(other, "a2", 2_000)).startsWith("a2 OK");
            long held = told("agency", "show", agency, "--json").get("octets").asLong();
            assertThat(held).isGreaterThanOrEqualTo(4_000);
            assertThat(told("agency", "quota", agency, "--size", held + "", "--json")
                            .get("most")
                            .asLong())
                    .isEqualTo(held);
            assertThat(append(one, "a3", 200)).startsWith("a3 NO [OVERQUOTA] all mailboxes of your agency");
            other.says("a4 SELECT INBOX");
            assertThat(other.hearsLine("a4")).startsWith("a4 OK");
            other.says("a5 COPY 1 INBOX");
            assertThat(other.hearsLine("a5")).startsWith("a5 NO [OVERQUOTA] all mailboxes of your agency");
            other.says("a8 CREATE Trash");
            assertThat(other.hearsLine("a8")).startsWith("a8 OK");
            other.says("a6 MOVE 1 Trash");
            assertThat(other.hearsLine("a6")).startsWith("a6 OK");
            assertThat(told("agency", "quota", agency, "--none", "--json")
                            .get("most")
                            .asText())
                    .isEqualTo("unlimited");
            assertThat(append(one, "a7", 200)).startsWith("a7 OK");
        }
        assertThat(real.gongmail("audit", "list", "--json").out()).contains("agency.quota-set");
        assertThat(real.gongmail("agency", "quota", "none").exit()).isEqualTo(1);
    }

    @Test
    void whatIsNoSizeAndWhoIsNobodyIsTold() {
        Said size = real.gongmail("account", "quota", address("nobody"), "--size", "much");
        assertThat(size.exit()).isEqualTo(2);
        assertThat(size.err()).contains("'much' is not a size");
        Said both = real.gongmail("account", "quota", address("nobody"), "--unlimited", "--standard");
        assertThat(both.exit()).isEqualTo(2);
        Said nobody = real.gongmail("account", "quota", address("nobody"));
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.err()).contains("there is no account");
    }
}
