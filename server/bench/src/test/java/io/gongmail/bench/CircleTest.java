package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CircleTest {
    @Test
    void theLastLineThatTellsHowManyMessagesThereAreCounts() {
        assertThat(Circle.exists(List.of("* FLAGS (\\Seen)", "* 3 EXISTS", "* 1 RECENT", "* 12 EXISTS")))
                .isEqualTo(12);
    }

    @Test
    void otherLinesTellNone() {
        assertThat(Circle.exists(List.of("* OK still here", "* 3 EXPUNGE"))).isZero();
    }
}
