package io.gongmail.server.delivery;

import io.gongmail.store.mail.MailStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * Takes what waits for other servers from the queue {@code outward} and hands it on, by workers of its own and for each destination a
 * bounded number at once, so that one that answers late, or not at all, holds up neither mailboxes here nor other destinations.
 * Thread-safe.
 */
public final class OutwardCourier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutwardCourier.class);

    static final MailQueueName QUEUE = MailQueueName.of("outward");

    /** What finds its destination's lane full comes again after this, the later the more there are. */
    private static final Duration NO_ROOM = Duration.ofSeconds(30);

    private static final Duration LONGEST_NO_ROOM = Duration.ofMinutes(10);

    private final OutwardRound round;
    private final OutwardSettings settings;
    private final Lanes<MailQueueItem> lanes;
    private final ThreadPoolExecutor workers;
    private final Subscriber subscriber = new Subscriber();

    private OutwardCourier(OutwardRound round, OutwardSettings settings) {
        this.round = round;
        this.settings = settings;
        this.lanes = new Lanes<>(settings.atOnce(), settings.toOnePlace(), settings.waitingForOnePlace());
        // No more tasks than turns.
        this.workers = new ThreadPoolExecutor(
                settings.atOnce(), settings.atOnce(), 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), run -> {
                    Thread thread = new Thread(run, "outward");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins to hand on. What an earlier process had in hand comes first.
     *
     * @param hostName of this server, for notices to senders
     */
    public static OutwardCourier start(
            MailStore store,
            LocalRecipients recipients,
            Elsewhere elsewhere,
            String hostName,
            OutwardSettings settings,
            Clock clock) {
        MailQueue outward = store.queueFactory().createQueue(QUEUE);
        SenderNotices notices = new SenderNotices(
                recipients,
                store.queueFactory().createQueue(MailQueueFactory.SPOOL),
                new StatusNotice(hostName, clock.getZone()));
        OutwardCourier courier =
                new OutwardCourier(new OutwardRound(elsewhere, outward, notices, settings, clock), settings);
        Flux.from(outward.deQueue()).subscribe(courier.subscriber);
        return courier;
    }

    private final class Subscriber extends BaseSubscriber<MailQueueItem> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(settings.inHand());
        }

        @Override
        protected void hookOnNext(MailQueueItem item) {
            try {
                Optional<Integer> refused =
                        lanes.enter(round.destination(item.getMail()), item, TransferPriority.in(item.getMail()));
                if (refused.isPresent()) {
                    round.postpone(item, noRoom(refused.get()));
                    request(1);
                }
                begin();
            } catch (RuntimeException e) {
                LOG.error("G-911 a delivery failed in a way nobody foresaw", e);
                request(1);
            }
        }

        @Override
        protected void hookOnError(Throwable e) {
            LOG.error("G-912 the queue broke off", e);
        }
    }

    private static Duration noRoom(int refused) {
        Duration wait = NO_ROOM.multipliedBy(1 + refused / 100);
        return wait.compareTo(LONGEST_NO_ROOM) < 0 ? wait : LONGEST_NO_ROOM;
    }

    private void begin() {
        for (Optional<Lanes.Turn<MailQueueItem>> turn = lanes.next(); turn.isPresent(); turn = lanes.next()) {
            Lanes.Turn<MailQueueItem> begun = turn.get();
            try {
                workers.execute(() -> run(begun));
            } catch (RejectedExecutionException e) {
                LOG.debug("closing: the mail stays in the queue", e);
                return;
            }
        }
    }

    private void run(Lanes.Turn<MailQueueItem> turn) {
        try {
            round.deliver(turn.item());
        } catch (RuntimeException e) {
            LOG.error("G-911 a delivery failed in a way nobody foresaw", e);
        } finally {
            lanes.end(turn.destination());
            subscriber.request(1);
            begin();
        }
    }

    /** Takes no more, waits for the deliveries that have begun (bounded), and leaves the rest to the next process. */
    @Override
    public void close() {
        subscriber.dispose();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("mail was still being handed on when the courier closed; it will be done again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
