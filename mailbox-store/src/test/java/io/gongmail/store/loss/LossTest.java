package io.gongmail.store.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store on a disk that loses what was not synced; {@code -Dloss.schedules=N} and {@code -Dloss.seed=S} for more of it. */
class LossTest {
    @Test
    void whatWasAcknowledgedOutlivesCrashesFailedSyncsAndFullDisks() throws Exception {
        int count = Integer.getInteger("loss.schedules", 100);
        List<String> told = new ArrayList<>();
        Schedules.Outcome outcome = Schedules.run(count, Long.getLong("loss.seed", System.nanoTime()), told::add);
        assertThat(outcome.findings()).as(String.join("\n", told)).isEmpty();
        assertThat(outcome.acknowledged()).isGreaterThan(count * 5L);
    }
}
