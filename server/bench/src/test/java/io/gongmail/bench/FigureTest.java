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

    @Test
    void withAPeerTheRatioHasToReachTheTargetWhicheverWayIsBetter() {
        Figure more = new Figure("handshake", "rsa", "cpu", "more", "handshakes/s", 300, 100.0, 2);
        assertThat(more.holds()).isTrue();
        assertThat(more.json())
                .isEqualTo(
                        "{\"bench\":\"handshake\",\"case\":\"rsa\",\"per\":\"cpu\",\"better\":\"more\",\"unit\":\"handshakes/s\","
                                + "\"ours\":300,\"peer\":100,\"ratio\":3,\"target\":2,\"holds\":true}");
        assertThat(new Figure("handshake", "rsa", "cpu", "more", "handshakes/s", 199, 100.0, 2).holds())
                .isFalse();
        assertThat(new Figure("x", "y", "wall", "less", "ms", 10, 30.0, 3).holds())
                .isTrue();
        assertThat(new Figure("x", "y", "wall", "less", "ms", 11, 30.0, 3).holds())
                .isFalse();
    }

    @Test
    void whatIsOnlyToldHoldsAndHasNoTarget() {
        assertThat(Figure.told("notice", "quiet", "less", "ms", 7).json())
                .isEqualTo(
                        "{\"bench\":\"notice\",\"case\":\"quiet\",\"per\":\"wall\",\"better\":\"less\",\"unit\":\"ms\","
                                + "\"ours\":7,\"peer\":null,\"ratio\":null,\"target\":null,\"holds\":true}");
    }
}
