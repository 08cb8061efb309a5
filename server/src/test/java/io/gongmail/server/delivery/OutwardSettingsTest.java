package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When mail for other servers is tried again: RFC 5321 §4.5.4.1. */
class OutwardSettingsTest {
    private static final OutwardSettings USUAL = new OutwardSettings(
            16,
            4,
            400,
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4)),
            Duration.ofDays(4),
            Duration.ofHours(4),
            Duration.ofSeconds(10));

    @Test
    void attemptsComeAfterFiveAndFifteenMinutesAnHourAndThenEveryFourHoursForFourDays() {
        List<Duration> attempts = new ArrayList<>(List.of(Duration.ZERO));
        boolean told = false;
        for (Duration since = Duration.ZERO; !USUAL.isOver(since); ) {
            told |= USUAL.isLate(since);
            since = since.plus(USUAL.cut(USUAL.waitAfter(attempts.size()), since, told));
            attempts.add(since);
        }
        assertThat(attempts)
                .startsWith(
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(80),
                        Duration.ofHours(4), // and its sender hears of it
                        Duration.ofHours(8))
                .endsWith(Duration.ofDays(4))
                .hasSize(28);
    }

    @Test
    void aDestinationIsLeftAloneForLongerAndLongerButNeverForLong() {
        assertThat(List.of(1, 2, 3, 50).stream().map(USUAL::awayAfter))
                .containsExactly(
                        Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofMinutes(15));
    }

    @Test
    void theLastAttemptIsWhenItIsGivenUp() {
        assertThat(USUAL.cut(Duration.ofHours(4), Duration.ofHours(94), true)).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void aWaitIsNeverNone() {
        assertThat(USUAL.cut(Duration.ZERO, Duration.ofDays(9), true)).isPositive();
        assertThat(USUAL.cut(Duration.ofSeconds(-5), Duration.ofHours(1), false))
                .isPositive();
    }

    @Test
    void noDelayIsToldWhereNoneIsToBe() {
        OutwardSettings silent = new OutwardSettings(
                1, 1, 4, List.of(Duration.ofHours(9)), Duration.ofDays(4), Duration.ZERO, Duration.ZERO);
        assertThat(silent.isLate(Duration.ofDays(3))).isFalse();
        assertThat(silent.cut(Duration.ofHours(9), Duration.ZERO, false)).isEqualTo(Duration.ofHours(9));
    }
}
