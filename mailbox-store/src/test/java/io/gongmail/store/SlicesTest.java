package io.gongmail.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Long work rests between its slices, and for longer than it worked. */
class SlicesTest {
    private final List<Long> rests = new ArrayList<>();
    private long now = -5;

    private Slices begun() {
        return new Slices(() -> now, nanos -> {
            rests.add(nanos);
            now += nanos;
        });
    }

    private void work(Slices slices, long micros) {
        now += TimeUnit.MICROSECONDS.toNanos(micros);
        slices.step();
    }

    @Test
    void aSliceIsFollowedByARestThatIsLonger() {
        Slices slices = begun();
        work(slices, 1_200);
        work(slices, 2_000);
        assertThat(rests).containsExactly(2_400_000L, 4_000_000L);
    }

    @Test
    void stepsOfWhichEachIsShortAreASliceTogether() {
        Slices slices = begun();
        for (int i = 0; i < 25; i++) {
            work(slices, 100);
        }
        assertThat(rests).containsExactly(2_000_000L, 2_000_000L);
    }

    @Test
    void howeverLongASliceTookTheRestIsBounded() {
        work(begun(), 3_000_000);
        assertThat(rests).containsExactly(Slices.LONGEST_REST_NANOS);
    }

    @Test
    void whatOthersWaitForNeverRests() {
        long begun = System.nanoTime();
        Slices slices = Slices.unbroken();
        for (int i = 0; i < 1_000; i++) {
            slices.step();
        }
        assertThat(rests).isEmpty();
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }
}
