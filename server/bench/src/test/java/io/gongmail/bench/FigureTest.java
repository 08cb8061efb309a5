package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void aCountHoldsOnlyAtZero() {
        assertThat(Figure.count("crash", "lost", 0).holds()).isTrue();
        assertThat(Figure.count("crash", "lost", 1).holds()).isFalse();
    }

    @Test
    void moreIsBetterHoldsFromItsTargetOn() {
        assertThat(new Figure("crash", "acknowledged", "more", "messages", 1, 1).holds())
                .isTrue();
        assertThat(new Figure("crash", "acknowledged", "more", "messages", 0, 1).holds())
                .isFalse();
    }

    @Test
    void aLineNamesEveryFieldThatReadersCountOn() {
        assertThat(Figure.count("crash", "lost", 2).json())
                .isEqualTo(
                        "{\"bench\":\"crash\",\"case\":\"lost\",\"per\":\"wall\",\"better\":\"less\",\"unit\":\"count\","
                                + "\"ours\":2,\"peer\":null,\"ratio\":null,\"target\":0,\"holds\":false}");
    }
}
