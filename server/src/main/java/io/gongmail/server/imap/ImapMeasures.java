package io.gongmail.server.imap;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;

/** What James measures by, kept to the two counts we show; timings come with the metrics capability. */
final class ImapMeasures implements MetricFactory {
    private final ImapCounters counters;

    ImapMeasures(ImapCounters counters) {
        this.counters = counters;
    }

    @Override
    public Metric generate(String name) {
        return new Count(
                switch (name) {
                    case "imapConnections" -> counters.openAdder();
                    case "imapCommands" -> counters.commandAdder();
                    default -> new LongAdder();
                });
    }

    @Override
    public TimeMetric timer(String name) {
        return new Untimed(name);
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
        return publisher;
    }

    @Override
    @Deprecated
    public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(String name, Publisher<T> publisher) {
        return publisher;
    }

    private record Count(LongAdder adder) implements Metric {
        @Override
        public void increment() {
            adder.increment();
        }

        @Override
        public void decrement() {
            adder.decrement();
        }

        @Override
        public void add(int value) {
            adder.add(value);
        }

        @Override
        public void remove(int value) {
            adder.add(-value);
        }

        @Override
        public long getCount() {
            return adder.sum();
        }
    }

    private record Untimed(String name) implements TimeMetric, TimeMetric.ExecutionResult {
        @Override
        public ExecutionResult stopAndPublish() {
            return this;
        }

        @Override
        public Duration elasped() {
            return Duration.ZERO;
        }

        @Override
        @Deprecated
        public ExecutionResult logWhenExceedP99(Duration thresholdInNanoSeconds) {
            return this;
        }
    }
}
