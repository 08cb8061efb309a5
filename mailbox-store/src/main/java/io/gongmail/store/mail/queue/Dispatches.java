package io.gongmail.store.mail.queue;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** The subscribers of one queue, woken when something is ready and when a delay is over. Thread-safe. */
final class Dispatches implements Publisher<MailQueueItem>, Dispatch.Source {
    /** The wall clock may be set meanwhile: look again at least this often. */
    private static final long LONGEST_SLEEP_MILLIS = 60_000;

    /** Where subscribers are called, and who watches the clock. */
    record Threads(Executor callers, ScheduledExecutorService timer) {}

    private final Supplier<@Nullable MailQueueItem> next;
    private final Supplier<OptionalLong> untilDue;
    private final Threads threads;
    private final Set<Dispatch> dispatches = ConcurrentHashMap.newKeySet();
    private final Object alarmLock = new Object();
    private @Nullable ScheduledFuture<?> alarm;
    private volatile boolean closed;

    Dispatches(Supplier<@Nullable MailQueueItem> next, Supplier<OptionalLong> untilDue, Threads threads) {
        this.next = next;
        this.untilDue = untilDue;
        this.threads = threads;
    }

    @Override
    public void subscribe(Subscriber<? super MailQueueItem> subscriber) {
        Dispatch dispatch = new Dispatch(this, subscriber, threads.callers());
        dispatches.add(dispatch);
        subscriber.onSubscribe(dispatch);
        if (closed) {
            dispatch.complete();
        }
    }

    @Override
    public @Nullable MailQueueItem next() {
        MailQueueItem item = closed ? null : next.get();
        if (item == null) {
            setAlarm();
        }
        return item;
    }

    @Override
    public void forget(Dispatch dispatch) {
        dispatches.remove(dispatch);
    }

    /** Something became ready, or delayed. */
    void signal() {
        setAlarm();
        dispatches.forEach(Dispatch::signal);
    }

    private void setAlarm() {
        synchronized (alarmLock) {
            if (alarm != null) {
                alarm.cancel(false);
                alarm = null;
            }
            OptionalLong wait = untilDue.get();
            if (closed || wait.isEmpty()) {
                return;
            }
            try {
                long millis = Math.min(wait.getAsLong() + 1, LONGEST_SLEEP_MILLIS);
                alarm = threads.timer().schedule(this::ring, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                closed = true;
            }
        }
    }

    private void ring() {
        dispatches.forEach(Dispatch::signal);
    }

    void close() {
        closed = true;
        dispatches.forEach(Dispatch::complete);
        dispatches.clear();
        setAlarm();
    }
}
