package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.bench.Growth.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    @Test
    void whatCostsMoreIsToldByHowManyTimes() {
        assertThat(new Cost(6, 3).against(new Cost(4, 2))).isEqualTo(new Cost(1.5, 1.5));
    }

    @Test
    void bothAreTheMedianOfTheirTurns() {
        assertThat(Cost.median(List.of(new Cost(1, 30), new Cost(9, 10), new Cost(5, 20))))
                .isEqualTo(new Cost(5, 20));
    }

    @Test
    void theLargestIsComparedWithAllStepsBelowIt() {
        assertThat(Store.upTo(50_000, 10, 1_000)).containsExactly(10, 1_000, 50_000);
        assertThat(Store.upTo(1_000, 10, 1_000)).containsExactly(10, 1_000);
    }
}
