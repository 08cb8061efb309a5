package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PushesTest {
    private static final long MILLISECOND = 1_000_000;

    private final Pushes pushes = new Pushes(2);

    @Test
    void whoHearsWaitedSinceTheSenderKnew() {
        assertThat(pushes.begin(7)).isTrue();
        pushes.acknowledged(7, 10 * MILLISECOND);
        pushes.heard(7, 0, "* 1 EXISTS", 12 * MILLISECOND);
        assertThat(pushes.open()).isEqualTo(1);
        pushes.heard(7, 1, "* 1 EXISTS", 40 * MILLISECOND);
        assertThat(pushes.open()).isZero();
        Results results = pushes.end();
        assertThat(results.succeeded()).isEqualTo(2);
        assertThat(results.milliseconds(0.5)).isEqualTo(2);
        assertThat(results.milliseconds(1)).isEqualTo(30);
    }

    @Test
    void whoHearsBeforeTheSenderKnowsHasNotWaited() {
        pushes.begin(7);
        pushes.heard(7, 0, "* 1 EXISTS", 9 * MILLISECOND);
        pushes.heard(7, 1, "* 1 EXISTS", 9 * MILLISECOND);
        pushes.acknowledged(7, 10 * MILLISECOND);
        assertThat(pushes.end().milliseconds(1)).isZero();
    }

    @Test
    void oneMessageOfAMailboxAtATime() {
        assertThat(pushes.begin(7)).isTrue();
        assertThat(pushes.begin(7)).isFalse();
        assertThat(pushes.begin(8)).isTrue();
    }

    @Test
    void aLineThatTellsOfNoMoreMessagesIsNoPush() {
        pushes.begin(7);
        pushes.acknowledged(7, 0);
        pushes.heard(7, 0, "* 4 EXISTS", 1);
        pushes.heard(7, 1, "* 4 EXISTS", 1);
        pushes.begin(7);
        pushes.acknowledged(7, 0);
        pushes.heard(7, 0, "* OK still here", 2);
        pushes.heard(7, 0, "* 1 RECENT", 2);
        pushes.heard(7, 0, "* 4 EXISTS", 2);
        pushes.heard(7, 1, "* 5 EXISTS", 2);
        Results results = pushes.end();
        assertThat(results.succeeded()).isEqualTo(2);
        assertThat(results.failed()).as("one of the second message's").isEqualTo(1);
        assertThat(pushes.open()).isZero();
    }
}
