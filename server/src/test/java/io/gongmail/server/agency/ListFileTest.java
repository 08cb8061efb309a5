package io.gongmail.server.agency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.agency.ListFile.Column;
import io.gongmail.server.agency.ListFile.Line;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list is read as people write it, or refused with every line that is wrong. */
class ListFileTest {
    private static final Charset MS949 = Charset.forName("x-windows-949");
    private static final ListFile FILE = new ListFile(
            List.of(
                    new Column("name", "성명", Set.of("이름"), true, 10),
                    new Column("unit", "부서", Set.of("소속"), false, 20)),
            3);

    private static Listed<List<Line>> read(String text) {
        return FILE.read(text.getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT);
    }

    private static List<Line> good(Listed<List<Line>> listed) {
        return listed.fold(lines -> lines, faulty -> {
            throw new AssertionError(faulty);
        });
    }

    private static List<Told> faults(Listed<?> listed) {
        return listed.fold(
                value -> {
                    throw new AssertionError("good: " + value);
                },
                Listed.Faulty::first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name,unit", "성명,부서", "이름,소속", "Name , UNIT", "\"성명\",\"부서\"", " 성 명 ,부서"})
    void theHeadingIsKoreanOrEnglish(String heading) {
        assertThat(good(read(heading + "\n홍길동,총무과\n")))
                .containsExactly(new Line(2, Map.of("name", "홍길동", "unit", "총무과")));
    }

    @Test
    void columnsStandInAnyOrderAndTheOnesNotNeededMayBeMissing() {
        assertThat(good(read("부서,성명\r\n총무과,홍길동"))).containsExactly(new Line(2, Map.of("name", "홍길동", "unit", "총무과")));
        Line line = good(read("성명\n홍길동\n")).get(0);
        assertThat(line.field("unit")).isEmpty();
        assertThat(good(read("성명,부서\n홍길동,\n")).get(0).field("unit")).isEmpty();
    }

    @Test
    void utf8WithOrWithoutAMarkAndMs949AreToldApart() {
        String text = "성명,부서\n홍길동,똠방각하과\n";
        List<Line> expected = List.of(new Line(2, Map.of("name", "홍길동", "unit", "똠방각하과")));
        assertThat(good(read("\ufeff" + text))).isEqualTo(expected);
        assertThat(good(FILE.read(text.getBytes(MS949), ListEncoding.DETECT))).isEqualTo(expected);
        assertThat(good(FILE.read(text.getBytes(MS949), ListEncoding.MS949))).isEqualTo(expected);
        assertThat(faults(FILE.read(text.getBytes(MS949), ListEncoding.UTF_8))).containsExactly(Told.of("G-362"));
        assertThat(faults(FILE.read(text.getBytes(StandardCharsets.UTF_16LE), ListEncoding.UTF_8)))
                .isNotEmpty();
        assertThat(faults(FILE.read(new byte[] {(byte) 0xff, (byte) 0xff}, ListEncoding.DETECT)))
                .containsExactly(Told.of("G-362"));
    }

    @Test
    void whatStandsInQuotationMarksMayHoldCommas() {
        assertThat(good(read("성명,부서\n\"홍길동\",\"총무과, \"\"2팀\"\"\"\n")))
                .containsExactly(new Line(2, Map.of("name", "홍길동", "unit", "총무과, \"2팀\"")));
    }

    @Test
    void everyFaultIsToldWithItsLine() {
        List<Told> faults = faults(read("성명,부서\n,총무과\n홍길동,총무과,하나\n" + "이".repeat(11) + ",가\u0007나\n"));
        assertThat(faults)
                .containsExactly(
                        new Told("G-365", Map.of("line", "2", "column", "name", "columnKorean", "성명")),
                        new Told("G-372", Map.of("line", "3", "found", "3", "expected", "2")),
                        new Told("G-366", Map.of("line", "4", "column", "name", "columnKorean", "성명", "most", "10")),
                        new Told("G-367", Map.of("line", "4", "column", "unit", "columnKorean", "부서")));
    }

    @Test
    void linesAreCountedAsInTheFile() {
        assertThat(good(read("성명,부서\n\n홍길동,\n\n\n김철수,\n")))
                .extracting(Line::number)
                .containsExactly(3, 6);
        // A field over two lines is a fault of the line where it begins to go wrong, and those after it keep their
        // numbers.
        assertThat(faults(read("성명,부서\n홍길동,\"총무\n과\"\n,x\n")))
                .extracting(fault -> fault.code() + " " + fault.facts().get("line"))
                .containsExactly("G-367 2", "G-365 4");
    }

    @ParameterizedTest
    @CsvSource({
        "'', G-363",
        "'부서\n총무과', G-363",
        "'성명;부서\n홍길동;총무과', G-376",
        "'성명,전화\n홍길동,1', G-376",
        "'성명,이름\n홍길동,홍길동', G-376",
        "'홍길동,총무과\n', G-376"
    })
    void aHeadingThatDoesNotNameTheColumnsIsTheOnlyFaultTold(String text, String code) {
        assertThat(faults(read(text))).extracting(Told::code).containsExactly(code);
    }

    @Test
    void aQuotationMarkThatIsNotClosedIsToldWhereItOpens() {
        assertThat(faults(read("성명,부서\n홍길동,총무과\n\"김철수,총무과\n이영희,총무과\n")))
                .containsExactly(new Told("G-373", Map.of("line", "3")));
        assertThat(faults(read("성명,부서\n\"홍길동\"x,총무과\n"))).extracting(Told::code).containsExactly("G-373");
    }

    @Test
    void listsAreBounded() {
        assertThat(good(read("성명\n가\n나\n다\n"))).hasSize(3);
        assertThat(faults(read("성명\n가\n나\n다\n라\n"))).containsExactly(Told.of("G-364", "most", "3"));
        byte[] large = new byte[ListFile.LARGEST + 1];
        assertThat(faults(FILE.read(large, ListEncoding.DETECT))).containsExactly(Told.of("G-361", "most", "8 MiB"));
    }

    @Test
    void ofManyFaultsTheFirstHundredAreToldAndAllCounted() {
        ListFile file = new ListFile(List.of(new Column("name", "성명", Set.of(), true, 1)), 1_000);
        Listed<List<Line>> listed =
                file.read(("name\n" + "xx\n".repeat(150)).getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT);
        assertThat(listed).isInstanceOfSatisfying(Listed.Faulty.class, faulty -> {
            assertThat(faulty.first()).hasSize(100);
            assertThat(faulty.count()).isEqualTo(150);
        });
    }
}
