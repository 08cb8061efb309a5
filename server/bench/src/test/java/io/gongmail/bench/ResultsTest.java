package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsTest {
    @Test
    void aShareIsWhatSoManyDidNotExceed() {
        Results results = new Results();
        for (long milliseconds = 2_000; milliseconds >= 1; milliseconds--) {
            results.succeeded(milliseconds * 1_000_000);
        }
        assertThat(results.succeeded()).isEqualTo(2_000);
        assertThat(results.milliseconds(0.99)).isEqualTo(1_980);
        assertThat(results.milliseconds(1)).isEqualTo(2_000);
        assertThat(results.milliseconds(0.000_1)).isEqualTo(1);
    }

    @Test
    void ofNoneThereIsNoShare() {
        assertThat(new Results().milliseconds(0.5)).isNaN();
    }

    @Test
    void theFirstFailureIsKept() {
        Results results = new Results();
        results.failed("one");
        results.failed("two");
        assertThat(results.failed()).isEqualTo(2);
        assertThat(results.firstFailure()).contains("one");
    }
}
