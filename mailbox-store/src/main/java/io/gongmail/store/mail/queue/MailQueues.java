package io.gongmail.store.mail.queue;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.References;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;

/**
 * The durable mail queues of one store. A queue that has mails is there again after a restart; an empty one is created
 * anew by who wants it. {@code prefetch} of James' methods is ignored: a subscriber gets what it asks for. Thread-safe.
 */
public final class MailQueues implements MailQueueFactory<ManageableMailQueue>, AutoCloseable {
    /** Subscribers that may be called at once; there is one per queue in practice. */
    private static final int CALLERS = 8;

    private static final int PAGE = 1_000;

    private final QueueTable table;
    private final QueueWriter writer;
    private final Mails mails;
    private final QueueSettings settings;
    private final Clock clock;
    private final MailQueueItemDecoratorFactory decorators = new RawMailQueueItemDecoratorFactory();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<MailQueueName, DurableQueue> queues = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor callers;
    private final ScheduledExecutorService timer;

    private MailQueues(Database database, ContentStore contents, QueueSettings settings, Clock clock) {
        this.table = new QueueTable(database);
        this.writer = new QueueWriter(table, settings);
        this.mails = new Mails(contents);
        this.settings = settings;
        this.clock = clock;
        // Its own queue holds at most one task per subscription.
        this.callers = new ThreadPoolExecutor(
                CALLERS,
                CALLERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                run -> daemon(run, "queue-dispatch"));
        callers.allowCoreThreadTimeOut(true);
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, run -> daemon(run, "queue-timer"));
        watch.setRemoveOnCancelPolicy(true);
        this.timer = watch;
    }

    private void fill() {
        for (QueueTable.Known row : table.known()) {
            numbers.accumulateAndGet(row.seq(), Math::max);
            queue(MailQueueName.of(row.queue())).known(row.seq(), row.due(), row.priority());
        }
    }

    /** Opens the queues that {@code database} knows; one process at a time. */
    public static MailQueues open(Database database, ContentStore contents, QueueSettings settings, Clock clock) {
        MailQueues queues = new MailQueues(database, contents, settings, clock);
        try {
            queues.fill();
        } catch (RuntimeException e) {
            queues.close();
            throw e;
        }
        return queues;
    }

    /** What a mail in a queue refers to. */
    public record HeldMail(long seq, String queue, ContentRef content) {}

    /** Tells every mail that a queue holds, by short reads. */
    public void held(Consumer<HeldMail> told) {
        long after = Long.MIN_VALUE;
        List<HeldMail> page;
        do {
            page = table.referring(after, PAGE);
            for (HeldMail mail : page) {
                told.accept(mail);
                after = mail.seq();
            }
        } while (page.size() == PAGE);
    }

    /** Whether this row is still there. */
    public boolean isThere(HeldMail mail) {
        return table.find(mail.seq()).isPresent();
    }

    /** For who looks after what waits. */
    public QueueDesk desk() {
        return new QueueDesk(table, name -> Optional.ofNullable(queues.get(MailQueueName.of(name))));
    }

    /** For who removes contents that nobody holds. */
    public References references() {
        return new QueueReferences(this);
    }

    private static Thread daemon(Runnable run, String name) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        return thread;
    }

    private DurableQueue queue(MailQueueName name) {
        return queues.computeIfAbsent(
                name,
                fresh -> new DurableQueue(
                        fresh,
                        table,
                        writer,
                        mails,
                        settings,
                        numbers,
                        decorators,
                        new Dispatches.Threads(callers, timer),
                        clock));
    }

    @Override
    public Optional<ManageableMailQueue> getQueue(MailQueueName name, PrefetchCount prefetch) {
        return Optional.ofNullable(queues.get(name));
    }

    @Override
    public ManageableMailQueue createQueue(MailQueueName name, PrefetchCount prefetch) {
        return queue(name);
    }

    @Override
    public Set<MailQueueName> listCreatedMailQueues() {
        return Set.copyOf(queues.keySet());
    }

    /** Ends every subscription, writes what waits, and returns; mails in flight stay in the table. */
    @Override
    public void close() {
        queues.values().forEach(DurableQueue::close);
        writer.close();
        timer.shutdownNow();
        callers.shutdown();
    }
}
