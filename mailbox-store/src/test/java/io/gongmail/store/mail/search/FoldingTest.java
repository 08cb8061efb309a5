package io.gongmail.store.mail.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import org.junit.jupiter.api.Test;

class FoldingTest {
    @Test
    void bothFormsOfHangulAreTheSame() {
        String decomposed = Normalizer.normalize("한글 예산", Form.NFD);
        assertThat(Folding.of(decomposed)).isEqualTo("한글 예산");
    }

    @Test
    void aSyllableIsNotPartOfOneThatOnlyBeginsLikeIt() {
        assertThat(Folding.of(Normalizer.normalize("한글", Form.NFD))).doesNotContain(Folding.of("하"));
    }

    @Test
    void caseMakesNoDifference() {
        assertThat(Folding.of("ÉTÉ Budget ΣΑΣ")).isEqualTo(Folding.of("été bUDGET σας".replace('ς', 'σ')));
    }

    @Test
    void aRunOfWhiteSpaceIsOneSpace() {
        assertThat(Folding.of(" a\r\n \tb\u00a0\u3000c ")).isEqualTo(" a b c ");
    }

    @Test
    void noTextHasTheSignThatKeepsTextsApart() {
        assertThat(Folding.of("a\u0000b")).isEqualTo("a b");
    }

    @Test
    void aWordLongerThanWhatIsComposedAtOnceStaysWhole() {
        String word = "가A".repeat(10_000);
        assertThat(Folding.of(word)).isEqualTo("가a".repeat(10_000));
    }
}
