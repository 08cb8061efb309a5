package io.gongmail.server.notice.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Remembered<String, Integer> remembered =
            new Remembered<>(10, value -> value, Duration.ofSeconds(2), nanos::get);

    /** It takes that long, and is one more each time. */
    private Optional<Integer> ask(Duration taken) {
        return remembered.get("x", key -> {
            nanos.addAndGet(taken.toNanos());
            return Optional.of(asked.incrementAndGet());
        });
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void whatTookLongIsKeptForTwentyTimesAsLong() {
        assertThat(ask(Duration.ofMillis(50))).contains(1);
        pass(Duration.ofMillis(900));
        assertThat(ask(Duration.ofMillis(50))).contains(1);
        pass(Duration.ofMillis(200));
        assertThat(ask(Duration.ofMillis(50))).contains(2);
    }

    @Test
    void nothingIsKeptForLongerThanItMay() {
        assertThat(ask(Duration.ofSeconds(1))).contains(1);
        pass(Duration.ofMillis(2_100));
        assertThat(ask(Duration.ofSeconds(1))).contains(2);
    }

    @Test
    void whatIsForgottenIsFoundOutAnew() {
        ask(Duration.ofSeconds(1));
        remembered.forget("x");
        assertThat(ask(Duration.ofSeconds(1))).contains(2);
    }

    @Test
    void whatIsNotThereAndWhatIsTooLargeIsNotKept() {
        assertThat(remembered.get("y", key -> Optional.empty())).isEmpty();
        assertThat(remembered.get("y", key -> Optional.of(11))).contains(11);
        assertThat(remembered.get("y", key -> Optional.of(1))).contains(1);
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSameAnswer() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try {
            Future<Optional<Integer>> other = others.submit(() -> remembered.get("x", key -> {
                begun.countDown();
                awaited(go);
                nanos.addAndGet(1_000_000);
                return Optional.of(asked.incrementAndGet());
            }));
            begun.await();
            go.countDown();
            assertThat(ask(Duration.ofMillis(1))).contains(1);
            assertThat(other.get()).contains(1);
            assertThat(asked).hasValue(1);
        } finally {
            others.shutdownNow();
        }
    }
}
