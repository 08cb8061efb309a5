package io.gongmail.store.mail.queue;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Operators;

/**
 * Hands one subscriber as many mails as it asked for, one after the other, on the executor: never on the writer's thread,
 * which the subscriber may have to wait for.
 */
final class Dispatch implements Subscription, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** Where the mails come from. */
    interface Source {
        /** The next that is ready, or null when there is none now; {@link #signal} is called when there may be. */
        @Nullable
        MailQueueItem next();

        void forget(Dispatch dispatch);
    }

    private final Source source;
    private final Subscriber<? super MailQueueItem> subscriber;
    private final Executor executor;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicInteger signals = new AtomicInteger();
    private volatile boolean cancelled;

    Dispatch(Source source, Subscriber<? super MailQueueItem> subscriber, Executor executor) {
        this.source = source;
        this.subscriber = subscriber;
        this.executor = executor;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            cancel();
            subscriber.onError(new IllegalArgumentException("rule 3.9: a request is positive, not " + n));
            return;
        }
        asked.accumulateAndGet(n, Operators::addCap);
        signal();
    }

    @Override
    public void cancel() {
        cancelled = true;
        source.forget(this);
    }

    /** Something may be ready. Cheap, does not block. */
    void signal() {
        if (!cancelled && signals.getAndIncrement() == 0) {
            executor.execute(this);
        }
    }

    /** The queue closes: no more will come. */
    void complete() {
        if (!cancelled) {
            cancelled = true;
            subscriber.onComplete();
        }
    }

    @Override
    public void run() {
        int seen = signals.get();
        do {
            try {
                emit();
            } catch (RuntimeException e) {
                LOG.error("G-900 a subscriber of the mail queue failed", e);
            }
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void emit() {
        while (!cancelled && asked.get() > 0) {
            MailQueueItem item = source.next();
            if (item == null) {
                return;
            }
            if (asked.get() != Long.MAX_VALUE) {
                asked.decrementAndGet();
            }
            subscriber.onNext(item);
        }
    }
}
