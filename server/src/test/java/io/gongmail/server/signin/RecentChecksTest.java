package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RecentChecksTest {
    private int asked;
    private int bound;

    /** Chooses each in turn. */
    private final RandomGenerator inTurn = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("only a choice is asked for");
        }

        @Override
        public int nextInt(int most) {
            bound = most;
            return asked++ % most;
        }
    };

    private final RecentChecks recent = new RecentChecks(40, inTurn);

    private List<Long> all(int count) {
        asked = 0;
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lengths.add(recent.any());
        }
        return lengths;
    }

    @Test
    void theTypicalLengthStandsAloneAtFirst() {
        assertThat(all(3)).containsExactly(40L, 40L, 40L);
        assertThat(bound).isEqualTo(1);
    }

    @Test
    void onlyWhatIsKnownIsChosenFrom() {
        recent.add(50);
        recent.add(60);
        assertThat(all(3)).containsExactly(40L, 50L, 60L);
        assertThat(bound).isEqualTo(3);
    }

    @Test
    void theLast32AreKept() {
        for (long length = 1; length <= 31; length++) {
            recent.add(length);
        }
        assertThat(all(32)).contains(40L, 1L, 31L);
        recent.add(32);
        assertThat(all(32)).doesNotContain(40L).contains(1L, 32L);
        recent.add(33);
        assertThat(all(32)).doesNotContain(1L).contains(2L, 33L);
        assertThat(bound).isEqualTo(32);
    }
}
