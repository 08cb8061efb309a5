package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final long MILLISECOND = 1_000_000;

    /** Each step took 98 times that long, and once each of the others. */
    private static Circle.Waits waits(long usual, long late, long most) {
        Map<String, Results> all = new LinkedHashMap<>();
        for (String step : Circle.Waits.STEPS) {
            Results results = new Results();
            for (int i = 0; i < 98; i++) {
                results.succeeded(usual * MILLISECOND);
            }
            results.succeeded(late * MILLISECOND);
            results.succeeded(most * MILLISECOND);
            all.put(step, results);
        }
        return new Circle.Waits(all);
    }

    @Test
    void theDelayIsWhatStepsTakeLongerThanWhenNothingElseIsDone() {
        List<Figure> figures = Neighbours.figures(
                "copy-1k",
                List.of(waits(1, 2, 3), waits(1, 4, 5), waits(1, 6, 90)),
                List.of(waits(1, 40, 50), waits(1, 30, 95), waits(1, 20, 70)));
        assertThat(figures).hasSize(2 * Circle.Waits.STEPS.size());
        assertThat(figures.get(0).name()).isEqualTo("delay-copy-1k-submit-p99");
        assertThat(figures.get(0).ours()).as("the median of the turns").isEqualTo(30 - 4);
        assertThat(figures.get(1).name()).isEqualTo("delay-copy-1k-submit-most");
        assertThat(figures.get(1).ours()).as("the largest of all turns").isEqualTo(95 - 90);
    }

    @Test
    void moreThanFiftyMillisecondsFail() {
        List<Figure> figures = Neighbours.figures("copy-1k", List.of(waits(1, 2, 3)), List.of(waits(1, 52, 54)));
        assertThat(figures.get(0).holds()).isTrue();
        assertThat(figures.get(1).holds()).isFalse();
    }
}
