package io.gongmail.store.mail;

import java.time.Duration;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;

/** James' event bus wants to be measured; nobody looks yet. */
public final class NoMetrics implements MetricFactory {
    private static final class Silent implements Metric, TimeMetric, TimeMetric.ExecutionResult {
        private final String name;

        Silent(String name) {
            this.name = name;
        }

        @Override
        public void increment() {}

        @Override
        public void decrement() {}

        @Override
        public void add(int value) {}

        @Override
        public void remove(int value) {}

        @Override
        public long getCount() {
            return 0;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ExecutionResult stopAndPublish() {
            return this;
        }

        @Override
        public Duration elasped() {
            return Duration.ZERO;
        }

        @Override
        public ExecutionResult logWhenExceedP99(Duration threshold) {
            return this;
        }
    }

    @Override
    public Metric generate(String name) {
        return new Silent(name);
    }

    @Override
    public TimeMetric timer(String name) {
        return new Silent(name);
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
        return publisher;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(String name, Publisher<T> publisher) {
        return publisher;
    }
}
