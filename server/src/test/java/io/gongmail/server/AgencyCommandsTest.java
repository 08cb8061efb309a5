package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.RealServer.Said;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units and staff of an agency, by commands on a running server. */
class AgencyCommandsTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void anAgency() throws Exception {
        real = RealServer.open(home);
        succeeded("agency", "add", "1342000", "--name", "교육부", "--domain", "moe.gongmail.example");
        succeeded("agency", "add", "1741000", "--name", "행정안전부", "--domain", "mois.gongmail.example");
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static String succeeded(String... arguments) {
        Said said = real.gongmail(arguments);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    private static String file(String text, String charset) throws IOException {
        return Files.write(home.resolve("roster.csv"), text.getBytes(Charset.forName(charset)))
                .toString();
    }

    @Test
    void agenciesAreSearched() {
        assertThat(succeeded("agency", "search", "행정")).contains("1741000").doesNotContain("1342000");
        assertThat(succeeded("agency", "search", "13420", "--limit", "1")).contains("교육부");
        assertThat(succeeded("agency", "search", "없는기관")).isEmpty();
    }

    @Test
    void aRosterIsTriedThenImportedThenLookedAt() throws Exception {
        succeeded("agency", "unit", "add", "1342000", "10", "--name", "운영지원과");
        succeeded("agency", "unit", "add", "1342000", "11", "--name", "인사팀", "--above", "10");
        assertThat(succeeded("agency", "unit", "list", "1342000"))
                .isEqualToNormalizingNewlines("10  운영지원과  \n11  인사팀  10\n");

        String list = file("성명,부서,직위,사번\n홍길동,인사팀,주무관,1001\n김철수,10,사무관,1002\n", "x-windows-949");
        assertThat(succeeded("agency", "roster", "import", "1342000", list, "--dry-run"))
                .contains("changes: none yet", "added: 2", "added  홍길동  인사팀  주무관  1001");
        Said none = real.gongmail("agency", "roster", "show", "1342000");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("there is no roster");

        assertThat(succeeded("agency", "roster", "import", "1342000", list)).contains("changes: done");
        assertThat(succeeded("agency", "roster", "show", "1342000")).contains("size: 2");
        assertThat(succeeded("agency", "roster", "show", "1342000", "홍길동")).contains("인사팀");
        assertThat(succeeded("agency", "roster", "show", "1342000", "1002")).contains("김철수");
        assertThat(succeeded("agency", "roster", "list", "1342000", "--after", "1"))
                .contains("김철수")
                .doesNotContain("홍길동");
        assertThat(real.gongmail("agency", "roster", "show", "1342000", "이영희").exit())
                .isEqualTo(1);

        Said wrong = real.gongmail("agency", "roster", "import", "1342000", file("성명,부서\n홍길동,감사과\n,인사팀\n", "UTF-8"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err())
                .contains("line 2: the agency has no such unit", "(G-368)")
                .contains("2번째 줄: 기관에 '감사과' 부서가 없습니다");
        assertThat(succeeded("agency", "roster", "show", "1342000")).contains("size: 2");
        assertThat(succeeded("audit", "list")).contains("agency.roster-replaced");
        assertThat(succeeded("agency", "unit", "remove", "1342000", "11")).contains("11 is removed");
    }

    @Test
    void whatCannotBeDoneIsTold() throws Exception {
        String list = file("성명\n홍길동\n", "UTF-8");
        assertThat(real.gongmail("agency", "roster", "import", "9999999", list).err())
                .contains("G-331");
        Said missing = real.gongmail(
                "agency",
                "roster",
                "import",
                "1741000",
                home.resolve("nowhere.csv").toString());
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("nowhere.csv");
        assertThat(real.gongmail("agency", "roster", "import", "1741000", list, "--encoding", "ebcdic")
                        .exit())
                .isEqualTo(2);
        Path large = home.resolve("large.csv");
        Files.write(large, new byte[8 * 1024 * 1024 + 1]);
        assertThat(real.gongmail("agency", "roster", "import", "1741000", large.toString())
                        .err())
                .contains("larger than");
        Said none = real.gongmail("agency", "unit", "remove", "1741000", "77");
        assertThat(none.err()).contains("there is no unit 77");
    }
}
