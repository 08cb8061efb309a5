package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoticeTallyTest {
    private final NoticeTally tally = new NoticeTally(new boolean[] {true, false});

    @Test
    void eachNoticeOnceForEverybodyIsWhole() {
        tally.has(new int[] {1, 1}, 0);
        tally.has(new int[] {1, 1}, 0);

        assertThat(tally.missed()).isZero();
        assertThat(tally.doubled()).isZero();
    }

    @Test
    void oneThatWasAcceptedIsMissedByWhoeverLacksIt() {
        tally.has(new int[] {0, 0}, 0);
        tally.has(new int[] {0, 0}, 0);

        assertThat(tally.missed()).isEqualTo(2);
    }

    @Test
    void oneOfUnknownFateIsMissedOnlyWhereOthersHaveIt() {
        tally.has(new int[] {1, 0}, 0);
        tally.has(new int[] {1, 1}, 0);
        tally.has(new int[] {1, 0}, 0);

        assertThat(tally.missed()).isEqualTo(2);
    }

    @Test
    void copiesBeyondTheFirstAndStrangeMessagesAreDoubled() {
        tally.has(new int[] {3, 1}, 1);

        assertThat(tally.doubled()).isEqualTo(3);
        assertThat(tally.missed()).isZero();
    }
}
