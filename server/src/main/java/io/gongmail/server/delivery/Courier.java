package io.gongmail.server.delivery;

import io.gongmail.store.mail.MailStore;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * Takes mails from the queue {@code spool} and brings them to their recipients' INBOX, a bounded number at once; what is for other
 * servers goes into the queue of {@link OutwardCourier}. Thread-safe.
 */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** For mails to many, of all workers together. */
    private static final int HELPERS = 32;

    private final Round round;
    private final CourierSettings settings;
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor helpers;
    private final BaseSubscriber<MailQueueItem> subscriber = new Subscriber();

    private Courier(Hand hand, SenderNotices notices, CourierSettings settings) {
        this.settings = settings;
        // Whoever has no helper to spare gives alone: nothing waits for one.
        this.helpers = threads(HELPERS, new SynchronousQueue<>());
        this.round = new Round(hand, notices, settings, helpers);
        // No more tasks than workers: one is asked for when one is done.
        this.workers = threads(settings.workers(), new LinkedBlockingQueue<>());
    }

    private static ThreadPoolExecutor threads(int most, BlockingQueue<Runnable> waiting) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, 1, TimeUnit.MINUTES, waiting, run -> {
            Thread thread = new Thread(run, "courier");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Begins to deliver. What an earlier process had in hand comes first.
     *
     * @param reactions what is asked for mail of owners who have more done with it than keep it
     * @param hostName of this server, for notices to senders
     */
    public static Courier start(
            MailStore store,
            LocalRecipients recipients,
            Reactions reactions,
            String hostName,
            CourierSettings settings,
            Clock clock) {
        ManageableMailQueue queue = store.queueFactory().createQueue(MailQueueFactory.SPOOL);
        MailQueue outward = store.queueFactory().createQueue(OutwardCourier.QUEUE);
        Hand hand = new IntoInboxes(
                recipients,
                new Inboxes(store.mailboxManager(), store.content(), store.holdings(), store.fanOut(), clock),
                new Forwards(reactions, queue, outward),
                new AutoReplies(reactions, recipients, queue, outward, hostName, clock),
                reactions.filter(),
                new Onward(reactions.policy(), outward));
        Courier courier = new Courier(
                hand, new SenderNotices(recipients, queue, new StatusNotice(hostName, clock.getZone())), settings);
        Flux.from(queue.deQueue()).subscribe(courier.subscriber);
        return courier;
    }

    private final class Subscriber extends BaseSubscriber<MailQueueItem> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(settings.workers());
        }

        @Override
        protected void hookOnNext(MailQueueItem item) {
            try {
                workers.execute(() -> {
                    try {
                        round.deliver(item);
                    } catch (RuntimeException e) {
                        LOG.error("G-911 a delivery failed in a way nobody foresaw", e);
                    } finally {
                        request(1);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("closing: the mail stays in the queue", e);
            }
        }

        @Override
        protected void hookOnError(Throwable e) {
            LOG.error("G-912 the queue broke off", e);
        }
    }

    /** Takes no more, waits for the deliveries that have begun (bounded), and leaves the rest to the next process. */
    @Override
    public void close() {
        subscriber.dispose();
        workers.shutdown();
        helpers.shutdown();
        try {
            if (!workers.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("deliveries were still going on when the courier closed; they will be done again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
