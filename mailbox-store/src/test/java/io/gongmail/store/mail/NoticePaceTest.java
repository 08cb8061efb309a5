package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** As many copies a second as are promised, in batches as small as they can be. */
class NoticePaceTest {
    private final NoticePace pace = new NoticePace();

    /** What so many rounds make a second, where a batch costs this and each copy that. */
    private double rate(long batchMicros, long copyMicros, int rounds) {
        return rate(batchMicros, copyMicros, rounds, false);
    }

    private double rate(long batchMicros, long copyMicros, int rounds, boolean others) {
        long nanos = 0;
        long made = 0;
        for (int i = 0; i < rounds; i++) {
            int batch = pace.batch();
            long took = TimeUnit.MICROSECONDS.toNanos(batchMicros + batch * copyMicros);
            nanos += took + pace.took(took, others);
            made += batch;
        }
        return made * 1e9 / nanos;
    }

    @Test
    void aQuickDiskIsLeftToOthersMostOfTheTime() {
        assertThat(rate(200, 60, 1_000)).isBetween(3_999.0, 4_001.0);
        assertThat(pace.batch()).isEqualTo(NoticePace.LEAST);
    }

    @Test
    void whereEachBatchIsDearTheyGrowUntilItIsEnough() {
        assertThat(rate(8_000, 60, 1_000)).isGreaterThan(3_900);
        assertThat(pace.batch()).isBetween(NoticePace.LEAST + 1, NoticePace.MOST);
    }

    @Test
    void theyNeverGrowBeyondWhatOthersCanWaitFor() {
        rate(500_000, 60, 100);
        assertThat(pace.batch()).isEqualTo(NoticePace.MOST);
        rate(200, 60, 1_000);
        assertThat(pace.batch()).isEqualTo(NoticePace.LEAST);
    }

    @Test
    void whileOthersWorkNineTenthsOfTheTimeIsTheirs() {
        // 16 copies in 4 ms, then 36 ms for others.
        assertThat(rate(3_040, 60, 1_000, true)).isBetween(399.0, 401.0);
    }

    @Test
    void whoeverComesMeetsASmallBatchFromTheNextOnEvenWhereTheyHadGrown() {
        rate(8_000, 60, 1_000);
        assertThat(pace.batch()).isGreaterThan(NoticePace.LEAST);

        pace.took(TimeUnit.MILLISECONDS.toNanos(10), true);

        assertThat(pace.batch()).isEqualTo(NoticePace.LEAST);
    }

    @Test
    void howeverBusyOthersAreItEndsSomeDay() {
        assertThat(rate(60_000, 60, 1_000, true)).isBetween(99.0, 101.0);
        // Where the disk gives no more, there is no rest on top.
        assertThat(rate(1_000_000, 60, 10, true)).isBetween(15.0, 16.0);
    }
}
