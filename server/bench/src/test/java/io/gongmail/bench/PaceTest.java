package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Long> due = new ArrayList<>();
    private final List<CompletableFuture<Void>> steps = new ArrayList<>();
    private long now = 100 * SECOND;

    private final Pace pace = new Pace(channel.eventLoop(), () -> now, 10, at -> {
        due.add(at);
        CompletableFuture<Void> step = new CompletableFuture<>();
        steps.add(step);
        return step;
    });

    @Test
    void aStepThatWaitedForTheOneBeforeIsToldWhenItWasDue() {
        pace.start();
        channel.runPendingTasks();
        now += SECOND;
        steps.get(0).complete(null);
        channel.runPendingTasks();
        assertThat(due).containsExactly(100 * SECOND, 100 * SECOND + SECOND / 10);
    }

    @Test
    void noStepBeginsBeforeItIsDueOrBesideAnother() {
        pace.start();
        channel.runPendingTasks();
        now += SECOND / 20;
        channel.runPendingTasks();
        assertThat(due).as("the first goes on").hasSize(1);
        channel.freezeTime();
        steps.get(0).complete(null);
        channel.runPendingTasks();
        assertThat(due).as("the second is not due").hasSize(1);
        now += SECOND / 20;
        channel.advanceTimeBy(50, java.util.concurrent.TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(due).hasSize(2);
    }

    @Test
    void afterTheLastStepItEnds() {
        pace.start();
        channel.runPendingTasks();
        pace.stop();
        assertThat(pace.ended()).isNotDone();
        now += SECOND;
        steps.get(0).complete(null);
        channel.runPendingTasks();
        assertThat(pace.ended()).isCompleted();
        assertThat(due).hasSize(1);
    }

    @Test
    void aStepThatFailsIsTold() {
        pace.start();
        channel.runPendingTasks();
        steps.get(0).completeExceptionally(new IllegalStateException("NO"));
        assertThat(pace.ended()).isCompletedExceptionally();
    }
}
