package io.gongmail.connector.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final Words words = new Words();

    @Test
    void everySayingHasBothLanguagesAndTheSameFactsInThem() {
        for (Saying saying : Saying.values()) {
            Sentence sentence = words.say(saying);
            assertThat(sentence.korean()).as("%s", saying).containsPattern("[가-힣]|yes");
            for (String fact : new String[] {"{0}", "{1}", "{2}"}) {
                assertThat(sentence.korean().contains(fact))
                        .as("%s %s", saying, fact)
                        .isEqualTo(sentence.english().contains(fact));
            }
        }
    }

    @Test
    void whatStandsInProtocolLinesIsAscii() {
        for (Saying saying : EnumSet.range(Saying.WRONG_SECRET, Saying.HANDSHAKE_REFUSED)) {
            assertThat(words.say(saying).english()).as("%s", saying).matches("[ -~]{1,200}");
        }
        assertThat(words.say(Saying.UNREACHABLE, "호스트\r\nA1 OK").protocolText())
                .isEqualTo("the mail server cannot be reached: ??? A1 OK");
        assertThat(words.say(Saying.UNREACHABLE, "x".repeat(1_000)).protocolText())
                .hasSizeLessThanOrEqualTo(400);
    }
}
