package io.gongmail.server.notice.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.notice.audience.Expression.Joined;
import io.gongmail.server.notice.audience.Expression.Term;
import io.gongmail.server.words.Ruling.Refused;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionReaderTest {
    /** With all its parentheses. */
    private static String shown(Expression expression) {
        return expression.fold(
                (Term term) -> term.kind() + "[" + term.value() + "]",
                (Joined joined) ->
                        "(" + shown(joined.left()) + " " + joined.operator() + " " + shown(joined.right()) + ")");
    }

    private static String read(String text) {
        return ExpressionReader.read(text).fold(ExpressionReaderTest::shown, Refused::code);
    }

    private static Map<String, String> refused(String text, String code) {
        return ExpressionReader.read(text)
                .fold(
                        read -> {
                            throw new AssertionError(text + " was read as " + shown(read));
                        },
                        refused -> {
                            assertThat(refused.code()).isEqualTo(code);
                            return refused.facts();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "all ~ ALL[all]",
                "agency:1342000 ~ AGENCY[1342000]",
                "unit:1342000/A1-2 ~ UNIT[1342000/A1-2]",
                "role:reviewer ~ ROLE[reviewer]",
                "position:과장 ~ POSITION[과장]",
                "position:\"과장 (4급) - x\" ~ POSITION[과장 (4급) - x]",
                "list:committee ~ LIST[committee]",
                "Hong@MOE.example ~ ADDRESS[hong@moe.example]",
                "all-staff ~ NAME[all-staff]",
                "moe & teachers - retired ~ ((NAME[moe] AND NAME[teachers]) WITHOUT NAME[retired])",
                "a|b&c ~ (NAME[a] OR (NAME[b] AND NAME[c]))",
                "a-b -c ~ (NAME[a-b] WITHOUT NAME[c])",
                "a - b - c ~ ((NAME[a] WITHOUT NAME[b]) WITHOUT NAME[c])",
                "a - b + c ~ ((NAME[a] WITHOUT NAME[b]) OR NAME[c])",
                "a-(b|c) ~ G-931",
                "a -(b|c) ~ (NAME[a] WITHOUT (NAME[b] OR NAME[c]))",
                " ( ( a ) ) ~ NAME[a]",
                "(a)&(b) ~ (NAME[a] AND NAME[b])"
            })
    void whatIsWrittenIsUnderstood(String text, String meaning) {
        assertThat(read(text)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "^^ ~ 1",
                "^  ^ ~ 3",
                "a & ~ 4",
                "& a ~ 1",
                "a b ~ 3",
                "(a ~ 3",
                "a) ~ 2",
                "() ~ 2",
                "a & & b ~ 5",
                "agency: ~ 1",
                "a | agency:x/y ~ 5",
                "unit:1342000 ~ 1",
                "role:king ~ 1",
                "position:\"open ~ 1",
                "position:\"\" ~ 1",
                "city:x ~ 1",
                "Teachers ~ 1",
                "a@ ~ 1",
                "\"a\" ~ 1",
                "list:A ~ 1"
            })
    void whatIsWrongIsToldWithItsPlace(String text, int place) {
        assertThat(refused(text, "G-931")).containsEntry("place", Integer.toString(place));
    }

    @Test
    void whatIsFoundThereIsTold() {
        assertThat(refused("a b c", "G-931")).containsEntry("found", "b c");
        assertThat(refused("a &", "G-931")).containsEntry("found", "the end");
        assertThat(refused("a " + "b".repeat(500), "G-931").get("found")).hasSize(30);
    }

    @Test
    void aControlCharacterIsNoPartOfAWord() {
        refused("a\0b", "G-931");
        refused("position:\"a\u0007b\"", "G-931");
    }

    @Test
    void lengthIsBounded() {
        assertThat(read("a" + " ".repeat(999))).isEqualTo("NAME[a]");
        assertThat(refused("a" + " ".repeat(1_000), "G-932")).containsEntry("most", "1000 characters");
    }

    @Test
    void depthIsBounded() {
        int most = ExpressionReader.DEEPEST;
        assertThat(read("(".repeat(most) + "a" + ")".repeat(most))).isEqualTo("NAME[a]");
        refused("(".repeat(most + 1) + "a" + ")".repeat(most + 1), "G-932");
        refused("(".repeat(1_000), "G-932");
    }

    @Test
    void theNumberOfTermsIsBounded() {
        int most = ExpressionReader.MOST_TERMS;
        String many = IntStream.range(0, most).mapToObj(i -> "a" + i).collect(Collectors.joining("|"));
        assertThat(read(many)).contains("NAME[a63]");
        refused(many + "|b", "G-932");
    }
}
