package io.gongmail.server.signin;

import io.gongmail.store.registry.Binding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps when a certificate last opened its account, to the day: of all sign-ins within a day the first writes. Apart from the
 * sign-in, which does not wait for it nor fail with it; those of some seconds are written together, since in the morning
 * everybody's is a first. What could not be written the next sign-in writes. Thread-safe.
 */
final class LastUses {
    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TOGETHER = Duration.ofSeconds(5);
    /** Waiting to be written. */
    static final int MOST = 1_000;

    private final SignInRecords records;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private Map<UUID, Instant> waiting = new HashMap<>();

    /** @param timer only hands what waits to {@code threads} */
    LastUses(SignInRecords records, Executor threads, ScheduledExecutorService timer, Clock clock) {
        this.records = records;
        this.threads = threads;
        this.timer = timer;
        this.clock = clock;
    }

    /** Never blocks. */
    void note(Binding binding) {
        Instant now = clock.instant();
        if (binding.used().filter(used -> now.isBefore(used.plus(DAY))).isPresent()) {
            return;
        }
        synchronized (this) {
            if (waiting.size() >= MOST && !waiting.containsKey(binding.id())) {
                LOG.debug("no room to keep when a certificate of {} was used", binding.account());
                return;
            }
            waiting.put(binding.id(), now);
            if (waiting.size() > 1) {
                return; // the first has set the timer
            }
        }
        try {
            timer.schedule(this::hand, TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            take();
        }
    }

    private void hand() {
        try {
            threads.execute(() -> write(take()));
        } catch (RejectedExecutionException e) {
            LOG.debug("no room to keep when {} certificates were used", take().size());
        }
    }

    private synchronized Map<UUID, Instant> take() {
        Map<UUID, Instant> taken = waiting;
        waiting = new HashMap<>();
        return taken;
    }

    private void write(Map<UUID, Instant> uses) {
        try {
            records.used(uses);
        } catch (RuntimeException e) {
            LOG.warn("when {} certificates were used could not be kept", uses.size(), e);
        }
    }
}
