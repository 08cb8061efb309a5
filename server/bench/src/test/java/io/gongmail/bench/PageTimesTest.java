package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is said of how long pages took. */
class PageTimesTest {
    @Test
    void aShareIsTheNearestRank() {
        PageTimes times = new PageTimes();
        assertThat(times.milliseconds(0.95)).isNaN();
        for (int i = 100; i >= 1; i--) {
            times.took(TimeUnit.MILLISECONDS.toNanos(i));
        }
        assertThat(times.milliseconds(0.95)).isEqualTo(95);
        assertThat(times.milliseconds(1)).isEqualTo(100);
        assertThat(times.pages()).isEqualTo(100);
    }

    @Test
    void theFirstFailureIsKeptAndAllAreCounted() {
        PageTimes times = new PageTimes();
        assertThat(times.firstFailure()).isEmpty();
        times.failed("one");
        times.failed("two");
        assertThat(times.failures()).isEqualTo(2);
        assertThat(times.firstFailure()).contains("one");
    }
}
