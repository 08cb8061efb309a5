package io.gongmail.store.mail;

import io.gongmail.store.StoreException;
import io.gongmail.store.mail.mailbox.Owed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles in the background what is owed: batch by batch on a thread of its own, of each notice in turn, who is signed in first. Thread-safe.
 */
final class NoticeRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeRounds.class);
    private static final long AFTER_AN_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Who is signed in has to wait for a turn. */
    private static final long FOR_A_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** So long after a change others may be about to make another. */
    private static final long AT_WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long PATIENCE_SECONDS = 30;

    /** Settles a batch; when it throws, some of it may be left. */
    @FunctionalInterface
    interface Settlement {
        void settle(List<Owed> batch) throws MailboxException;
    }

    /** Notes of which notices nothing is left. */
    @FunctionalInterface
    interface Finishing {
        void finish() throws MailboxException;
    }

    private final OwedNotices owed;
    private final Settlement settlement;
    private final Finishing finishing;
    private final LongSupplier lastAsked;
    /** Ends waiting: there may be something to do, or this is closing. */
    private final Semaphore woken = new Semaphore(0);

    private volatile boolean closing;
    private @Nullable Thread thread;

    /** @param lastAsked when somebody else last changed something, by {@link System#nanoTime} */
    NoticeRounds(OwedNotices owed, Settlement settlement, Finishing finishing, LongSupplier lastAsked) {
        this.owed = owed;
        this.settlement = settlement;
        this.finishing = finishing;
        this.lastAsked = lastAsked;
    }

    /** Once. */
    synchronized void begin(Supplier<? extends Collection<Username>> signedIn) {
        if (thread != null || closing) {
            return;
        }
        SignedInFirst first = new SignedInFirst(signedIn, owed, System::nanoTime);
        Thread made = new Thread(() -> run(first), "notices");
        made.setDaemon(true);
        thread = made;
        made.start();
    }

    /** There is something to do. */
    void wake() {
        woken.release();
    }

    private void run(SignedInFirst first) {
        NoticePace pace = new NoticePace();
        try {
            while (!closing) {
                try {
                    round(first, pace);
                } catch (MailboxException | StoreException e) {
                    LOG.warn("notices wait a little: {}", e.toString());
                    rest(AFTER_AN_ERROR_NANOS);
                } catch (RuntimeException e) {
                    LOG.error("notices wait a little", e);
                    rest(AFTER_AN_ERROR_NANOS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(SignedInFirst first, NoticePace pace) throws MailboxException, InterruptedException {
        List<Owed> batch = new ArrayList<>(first.next(pace.batch()));
        batch.addAll(owed.next(pace.batch() - batch.size(), first.waiting()));
        if (!batch.isEmpty()) {
            long begun = System.nanoTime();
            settle(batch);
            long done = System.nanoTime();
            rest(pace.took(done - begun, done - lastAsked.getAsLong() < AT_WORK_NANOS));
        } else if (owed.isEmpty()) {
            finishing.finish();
            woken.acquire();
            woken.drainPermits();
        } else {
            rest(FOR_A_TURN_NANOS);
        }
    }

    /** One that cannot be settled holds up no others. */
    private void settle(List<Owed> batch) throws MailboxException {
        try {
            settlement.settle(batch);
        } catch (MailboxException | StoreException e) {
            LOG.debug("a batch of {} is settled one by one: {}", batch.size(), e.toString());
            oneByOne(batch);
        }
    }

    private void oneByOne(List<Owed> batch) throws MailboxException {
        @Nullable MailboxException failed = null;
        for (Owed each : batch) {
            try {
                if (!closing) {
                    settlement.settle(List.of(each));
                }
            } catch (MailboxException e) {
                failed = e;
            } catch (StoreException e) {
                failed = new MailboxException("a notice cannot be delivered: " + e.getMessage(), e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void rest(long nanos) throws InterruptedException {
        if (nanos > 0 && !closing && woken.tryAcquire(nanos, TimeUnit.NANOSECONDS) && !closing) {
            // Woken for what there is already: it comes when its turn does.
            woken.drainPermits();
        }
    }

    /** Ends with the batch that is under way. */
    @Override
    public void close() {
        closing = true;
        wake();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null) {
            return;
        }
        try {
            running.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
