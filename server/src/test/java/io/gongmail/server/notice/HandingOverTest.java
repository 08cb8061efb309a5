package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandingOverTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService timer = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void whoAsksFindsItHandedOver() {
        AtomicInteger rounds = new AtomicInteger();
        HandingOver handing = new HandingOver(timer, rounds::incrementAndGet, LONG);

        handing.now();
        assertThat(rounds).hasValue(1);
        handing.now();
        assertThat(rounds).hasValue(2);
    }

    @Test
    void nobodyWaitsLongerThanAMoment() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        HandingOver handing = new HandingOver(
                timer,
                () -> {
                    awaited(free);
                    done.countDown();
                },
                Duration.ofMillis(1));

        handing.now();
        assertThat(done.getCount()).as("the round goes on").isEqualTo(1);
        free.countDown();
        assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void allWhoAskBeforeItBeginsHaveOneRound() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        timer.execute(() -> awaited(free));
        AtomicInteger rounds = new AtomicInteger();
        HandingOver handing = new HandingOver(timer, rounds::incrementAndGet, Duration.ofMillis(1));

        handing.now();
        handing.now();
        handing.now();
        free.countDown();
        timer.shutdown();
        assertThat(timer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(rounds).hasValue(1);
    }

    @Test
    void aRoundThatFailsFailsNobodyAndTheNextOneIsHad() {
        AtomicInteger rounds = new AtomicInteger();
        HandingOver handing = new HandingOver(
                command -> {
                    try {
                        command.run();
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessage("broken");
                    }
                },
                () -> {
                    rounds.incrementAndGet();
                    throw new IllegalStateException("broken");
                },
                LONG);

        handing.now();
        handing.now();
        assertThat(rounds).hasValue(2);
    }

    @Test
    void whoAsksWhileTheServerStopsIsAnswered() {
        timer.shutdown();
        HandingOver handing = new HandingOver(timer, () -> {}, LONG);
        assertThatCode(handing::now).doesNotThrowAnyException();
    }
}
