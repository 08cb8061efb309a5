package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private long nanos;
    private final Failures failures = new Failures(3, 5, WINDOW, 100, () -> nanos);

    private void fill(String name) {
        assertThat(failures.add(name, 1)).isFalse();
        assertThat(failures.add(name, 2)).isFalse();
        assertThat(failures.isFull(name)).isFalse();
        assertThat(failures.add(name, 3)).isTrue();
        assertThat(failures.isFull(name)).isTrue();
    }

    @Test
    void soManyDifferentThingsFillAName() {
        assertThat(failures.isFull("a")).isFalse();
        fill("a");
        assertThat(failures.isFull("b")).isFalse();
    }

    @Test
    void itIsFilledOnce() {
        fill("a");
        for (int i = 0; i < 10; i++) {
            assertThat(failures.add("a", 4 + i)).isFalse();
            assertThat(failures.isFull("a")).isTrue();
        }
    }

    @Test
    void theSameThingCountsOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(failures.add("a", 1)).isFalse();
        }
        assertThat(failures.add("a", 2)).isFalse();
        assertThat(failures.isFull("a")).isFalse();
    }

    @Test
    void butNotForEver() {
        for (int i = 0; i < 4; i++) {
            assertThat(failures.add("a", 1)).isFalse();
            assertThat(failures.isFull("a")).isFalse();
        }
        assertThat(failures.add("a", 1)).isTrue();
        assertThat(failures.isFull("a")).isTrue();
        assertThat(failures.add("a", 1)).isFalse();
    }

    @Test
    void itKnowsWhatFailedUnderAName() {
        failures.add("a", 1);
        failures.add("a", 2);
        failures.add("b", 3);
        assertThat(failures.has("a", 1)).isTrue();
        assertThat(failures.has("a", 2)).isTrue();
        assertThat(failures.has("a", 3)).isFalse();
        assertThat(failures.has("c", 1)).isFalse();
    }

    @Test
    void theWindowStartsWithTheFirst() {
        nanos = 42;
        failures.add("a", 1);
        nanos += WINDOW.toNanos() - 1;
        failures.add("a", 2);
        failures.add("a", 3);
        assertThat(failures.isFull("a")).isTrue();
        assertThat(failures.has("a", 1)).isTrue();

        nanos++;

        assertThat(failures.isFull("a")).isFalse();
        assertThat(failures.has("a", 1)).isFalse();
    }

    @Test
    void aFailureAfterTheWindowIsTheFirstOfANewOne() {
        failures.add("a", 1);
        failures.add("a", 2);
        nanos += WINDOW.toNanos();
        fill("a");
        nanos += WINDOW.toNanos() - 1;
        assertThat(failures.isFull("a")).isTrue();
    }

    /** System.nanoTime may be anything, and run over. */
    @Test
    void timeMayRunOver() {
        nanos = Long.MAX_VALUE - 1;
        fill("a");
        nanos += 10;
        assertThat(failures.isFull("a")).isTrue();
        nanos += WINDOW.toNanos();
        assertThat(failures.isFull("a")).isFalse();
    }

    @Test
    void oneNameIsForgottenAndNoOther() {
        fill("a");
        fill("b");
        failures.forget("a");
        assertThat(failures.isFull("a")).isFalse();
        assertThat(failures.isFull("b")).isTrue();
    }

    @Test
    void namesAreBounded() {
        IntStream.range(0, 1_000).forEach(i -> failures.add("name" + i, i));
        assertThat(failures.names()).isBetween(1L, 100L);
    }
}
