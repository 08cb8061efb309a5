package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.server.RealServer.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reviewer's desk by commands: what waits, what is known of it, and an agency's list. */
class ReviewCommandsTest {
    @TempDir
    static Path home;

    private static RealServer real;
    private static Applicants people;

    @BeforeAll
    static void aReviewer() throws Exception {
        real = RealServer.open(home);
        people = new Applicants(real);
        people.firstReviewer();
        Path roster = Files.writeString(home.resolve("roster.csv"), "성명,부서,사번\n홍길동,총무과,17\n홍길동,감사과,18\n");
        people.succeeded("agency", "roster", "import", Applicants.AGENCY, roster.toString());
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    @Test
    void whatWaitsIsListedShownWithItsEvidenceAndApprovedByAList() throws Exception {
        String id =
                people.submitted("hong", "홍길동", "01012345678", "1990-01-01", "--unit", "총무과", "--staff-number", "17");
        JsonNode waiting = people.one("application", "queue", "--agency", Applicants.AGENCY, "--type", "official");
        assertThat(waiting.path("id").asText()).isEqualTo(id);
        assertThat(waiting.path("standing").asText()).isEqualTo("IN_TIME");
        assertThat(waiting.path("name").asText()).isEqualTo("홍*동");
        assertThat(people.succeeded("application", "queue", "--waiting-hours", "1"))
                .isEmpty();
        assertThat(people.succeeded("application", "queue", "--type", "agency_relay"))
                .isEmpty();

        JsonNode shown = people.one("application", "show", id);
        assertThat(shown.path("verdict").asText()).isEqualTo("accepted");
        assertThat(shown.path("nameInCertificate").asText()).endsWith("(G-396)");
        assertThat(shown.path("roster").asText()).isEqualTo("exact");
        assertThat(shown.path("rosterEvidence").toString()).contains("2 people of the roster have this name (G-391)");
        assertThat(shown.path("standing").asText()).isEqualTo("IN_TIME");
        assertThat(shown.path("earlier").size()).isZero();

        String list =
                Files.writeString(home.resolve("list.csv"), "사번\n17\n99\n").toString();
        String[] approve = {
            "application", "approve-list", list, "--agency", Applicants.AGENCY, "--by", address("reviewer"), "--dry-run"
        };
        Said tried = real.gongmail(approve);
        assertThat(tried.exit()).isEqualTo(1);
        assertThat(tried.out())
                .contains("2  APPROVED  " + id)
                .contains("3  STOPPED    nobody of this name")
                .contains("(G-377)");
        assertThat(people.one("application", "show", id).path("state").asText()).isEqualTo("SUBMITTED");

        String good = Files.writeString(home.resolve("list.csv"), "신청번호\n" + id + "\n")
                .toString();
        assertThat(people.succeeded(
                        "application",
                        "approve-list",
                        good,
                        "--agency",
                        Applicants.AGENCY,
                        "--by",
                        address("reviewer")))
                .contains("APPROVED");
        assertThat(people.one("application", "show", id).path("state").asText()).isEqualTo("PROVISIONED");
        assertThat(people.succeeded("account", "show", address("hong"))).contains("ACTIVE");
        assertThat(people.succeeded("application", "queue")).isEmpty();

        assertThat(people.succeeded("account", "consented", "news")).isEmpty();
        String news = people.one("application", "terms").path("news").asText();
        assertThat(people.succeeded("account", "consent", address("hong"), "--give", news))
                .contains("news  " + news);
        assertThat(people.succeeded("account", "consented", "news")).contains(address("hong"));
        people.succeeded("account", "consent", address("hong"), "--withdraw", "news");
        assertThat(people.succeeded("account", "consented", "news")).isEmpty();
        assertThat(real.gongmail("account", "consent", address("hong"), "--withdraw", "terms")
                        .err())
                .contains("(G-305)");
        assertThat(people.succeeded("audit", "list")).contains("consent.given", "consent.withdrawn");

        String leavers = Files.writeString(home.resolve("leavers.csv"), "메일\n" + address("hong") + "\n")
                .toString();
        String[] close = {"account", "close-list", leavers, "--agency", Applicants.AGENCY, "--reason", "퇴직", "--dry-run"
        };
        assertThat(people.succeeded(close)).contains("2  CLOSE  " + address("hong"));
        assertThat(people.succeeded("account", "show", address("hong"))).contains("ACTIVE");
        close[close.length - 1] = "--json";
        people.succeeded(close);
        assertThat(people.succeeded("account", "show", address("hong"))).contains("CLOSED");
        Said again = real.gongmail(close);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.out()).contains("STOPPED").contains("(G-351)");
        assertThat(people.succeeded("personal-data", "erase-refused", "--days", "1", "--dry-run"))
                .contains("0 would be erased");
    }
}
