package io.gongmail.server.signin;

import io.gongmail.store.registry.Binding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps when a certificate last opened its account, to the day: of all sign-ins within a day the first writes. Apart from the
 * sign-in, which does not wait for it nor fail with it; what could not be written the next sign-in writes. Thread-safe.
 */
final class LastUses {
    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final SignInRecords records;
    private final Executor threads;
    private final Clock clock;

    LastUses(SignInRecords records, Executor threads, Clock clock) {
        this.records = records;
        this.threads = threads;
        this.clock = clock;
    }

    /** Never blocks. */
    void note(Binding binding) {
        Instant now = clock.instant();
        if (binding.used().filter(used -> now.isBefore(used.plus(DAY))).isPresent()) {
            return;
        }
        try {
            threads.execute(() -> write(binding, now));
        } catch (RejectedExecutionException e) {
            LOG.debug("no room to keep when a certificate of {} was used", binding.account());
        }
    }

    private void write(Binding binding, Instant now) {
        try {
            records.used(binding.id(), now);
        } catch (RuntimeException e) {
            LOG.warn("when a certificate of {} was used could not be kept", binding.account(), e);
        }
    }
}
