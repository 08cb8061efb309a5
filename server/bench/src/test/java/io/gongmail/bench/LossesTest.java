package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the schedules run from what the bench is given of the store's tests, a jar with some of them. */
class LossesTest {
    @Test
    void schedulesRunFromTheJarOfTheStoresTests() throws Exception {
        assertThat(Losses.figures(2, 5, told -> {})).isNotEmpty().allMatch(Figure::holds);
    }
}
