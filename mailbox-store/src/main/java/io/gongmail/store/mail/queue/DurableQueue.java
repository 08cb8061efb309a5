package io.gongmail.store.mail.queue;

import io.gongmail.store.StoreException;
import io.gongmail.store.mail.content.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One queue: rows in the table, numbers in {@link Tickets}. Thread-safe. */
final class DurableQueue implements ManageableMailQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DurableQueue.class);
    /** A mail that could not be read or taken off the table is handed out again after this. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);

    private final MailQueueName name;
    private final QueueTable table;
    private final QueueWriter writer;
    private final Mails mails;
    private final QueueSettings settings;
    private final AtomicLong numbers;
    private final MailQueueItemDecoratorFactory decorators;
    private final Clock clock;
    private final Tickets tickets = new Tickets();
    private final Dispatches dispatches;

    DurableQueue(
            MailQueueName name,
            QueueTable table,
            QueueWriter writer,
            Mails mails,
            QueueSettings settings,
            AtomicLong numbers,
            MailQueueItemDecoratorFactory decorators,
            Dispatches.Threads threads,
            Clock clock) {
        this.name = name;
        this.table = table;
        this.writer = writer;
        this.mails = mails;
        this.settings = settings;
        this.numbers = numbers;
        this.decorators = decorators;
        this.clock = clock;
        this.dispatches = new Dispatches(this::next, this::untilDue, threads);
    }

    /** Called for each row of this queue before anybody sees the queue. */
    void known(long seq, long due, int priority) {
        tickets.add(seq, due, priority);
    }

    @Override
    public MailQueueName getName() {
        return name;
    }

    @Override
    public void enQueue(Mail mail) throws MailQueueException {
        enQueue(mail, Duration.ZERO);
    }

    /** Returns when message and row are durable. */
    @Override
    public void enQueue(Mail mail, Duration delay) throws MailQueueException {
        await(arrive(mail, delay), "the mail could not be queued");
    }

    @Override
    public Publisher<Void> enqueueReactive(Mail mail) {
        // Storing the bytes blocks: not on whoever subscribes.
        return Mono.defer(() -> {
                    try {
                        return Mono.fromFuture(arrive(mail, Duration.ZERO));
                    } catch (MailQueueException e) {
                        return Mono.<Void>error(e);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private CompletableFuture<Void> arrive(Mail mail, Duration delay) throws MailQueueException {
        if (tickets.size() >= settings.longest()) {
            throw new MailQueueException("the queue " + name.asString() + " is full");
        }
        try {
            long due = delay.isNegative() || delay.isZero() ? Tickets.AT_ONCE : after(delay);
            UUID id = Delivery.idOf(mail).orElseGet(UUID::randomUUID);
            return entering(() -> {
                QueueRow row = mails.store(mail, numbers.incrementAndGet(), name.asString(), id, due, clock.millis());
                return writer.write(new Change.Arrived(row), () -> {
                    tickets.add(row.seq(), due, row.priority());
                    dispatches.signal();
                });
            });
        } catch (MessagingException | StoreException e) {
            throw new MailQueueException("the mail could not be queued: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Begun {
        CompletableFuture<Void> begin() throws MessagingException;
    }

    /** Nobody takes content for unused before the row that refers to it is durable, or is not going to be. */
    private CompletableFuture<Void> entering(Begun begun) throws MessagingException {
        Entry entry = mails.entering();
        try {
            return begun.begin().whenComplete((durable, failed) -> entry.close());
        } catch (MessagingException | RuntimeException e) {
            entry.close();
            throw e;
        }
    }

    private long after(Duration delay) {
        try {
            return Math.addExact(clock.millis(), delay.toMillis());
        } catch (ArithmeticException e) {
            return Tickets.SET_ASIDE - 1;
        }
    }

    @Override
    public Publisher<MailQueueItem> deQueue() {
        return Flux.from(dispatches);
    }

    private @Nullable MailQueueItem next() {
        while (true) {
            OptionalLong seq = tickets.take(clock.millis());
            if (seq.isEmpty()) {
                return null;
            }
            try {
                Optional<QueueRow> row = table.find(seq.getAsLong());
                if (row.isPresent()) {
                    Mail mail = mails.load(row.get());
                    return decorators.decorate(new QueueItem(this, row.get(), mail), name);
                }
                // Removed by an operator between ticket and row.
                tickets.remove(seq.getAsLong());
            } catch (RuntimeException e) {
                LOG.error("G-904 mail {} of queue {} cannot be read", seq.getAsLong(), name.asString(), e);
                tickets.giveBack(seq.getAsLong(), after(AFTER_TROUBLE));
            }
        }
    }

    /** Milliseconds until the first delayed mail is due. */
    private OptionalLong untilDue() {
        OptionalLong due = tickets.nextDue();
        return due.isEmpty() ? due : OptionalLong.of(Math.max(0, due.getAsLong() - clock.millis()));
    }

    void finish(QueueRow row) throws MailQueueException {
        try {
            await(
                    writer.write(new Change.Gone(List.of(row.seq())), () -> tickets.remove(row.seq())),
                    "a mail that is done could not be taken off the queue");
        } catch (MailQueueException | StoreException e) {
            tickets.giveBack(row.seq(), after(AFTER_TROUBLE));
            dispatches.signal();
            throw e;
        }
    }

    void retry(QueueRow row, Mail mail) throws MailQueueException {
        Duration wait = Delivery.takeRetryAfter(mail);
        putBack(row, mail, wait.isZero() ? Tickets.AT_ONCE : after(wait));
    }

    void setAside(QueueRow row, Mail mail) throws MailQueueException {
        putBack(row, mail, Tickets.SET_ASIDE);
    }

    private void putBack(QueueRow row, Mail mail, long due) throws MailQueueException {
        try {
            await(
                    entering(() -> {
                        QueueRow now = mails.again(row, mail, due);
                        return writer.write(
                                new Change.PutBack(now), () -> tickets.giveBack(row.seq(), due, now.priority()));
                    }),
                    "a mail could not be put back");
        } catch (MailQueueException | StoreException e) {
            // The row stands as it was.
            tickets.giveBack(row.seq(), after(AFTER_TROUBLE));
            throw e instanceof MailQueueException told
                    ? told
                    : new MailQueueException("a mail could not be put back", e);
        } catch (MessagingException e) {
            tickets.giveBack(row.seq(), after(AFTER_TROUBLE));
            throw new MailQueueException("a mail could not be put back", e);
        } finally {
            dispatches.signal();
        }
    }

    private void await(CompletableFuture<Void> durable, String otherwise) throws MailQueueException {
        try {
            durable.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new MailQueueException(otherwise, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailQueueException(otherwise, e);
        }
    }

    @Override
    public long getSize() {
        return tickets.size();
    }

    /** Makes every delayed mail and every one set aside ready. */
    @Override
    public long flush() throws MailQueueException {
        List<Long> seqs = tickets.delayed();
        time(seqs, Tickets.AT_ONCE);
        return seqs.size();
    }

    /** Durable when this returns. */
    void time(List<Long> seqs, long due) throws MailQueueException {
        await(
                writer.write(new Change.Timed(seqs, due), () -> {
                    tickets.time(seqs, due);
                    dispatches.signal();
                }),
                "when mails are handed out could not be changed");
    }

    /** How it stands with a mail of this queue. */
    QueuedMail seen(QueueRow row) {
        QueuedMail.Standing standing = tickets.isHeld(row.seq())
                ? QueuedMail.Standing.HELD
                : tickets.isInFlight(row.seq())
                        ? QueuedMail.Standing.IN_HAND
                        : row.due() > clock.millis() ? QueuedMail.Standing.DELAYED : QueuedMail.Standing.READY;
        return new QueuedMail(
                name.asString(),
                row.id(),
                Instant.ofEpochMilli(row.entered()),
                standing,
                nextDelivery(row).map(ZonedDateTime::toInstant),
                mails.load(row));
    }

    List<QueuedMail> seen(int most) {
        List<QueuedMail> seen = new ArrayList<>();
        BrowsedRows rows = new BrowsedRows(table, tickets.inOrder());
        while (seen.size() < most && rows.hasNext()) {
            seen.add(seen(rows.next()));
        }
        return seen;
    }

    @Override
    public long clear() throws MailQueueException {
        return remove(tickets.inOrder());
    }

    @Override
    public long remove(Type type, String value) throws MailQueueException {
        List<Long> seqs = new ArrayList<>();
        BrowsedRows rows = new BrowsedRows(table, tickets.inOrder());
        while (rows.hasNext()) {
            QueueRow row = rows.next();
            if (matches(mails.load(row), type, value)) {
                seqs.add(row.seq());
            }
        }
        return remove(seqs);
    }

    private static boolean matches(Mail mail, Type type, String value) {
        return switch (type) {
            case Name -> mail.getName().equals(value);
            case Sender -> mail.getMaybeSender().asString("").equals(value);
            case Recipient ->
                mail.getRecipients().stream()
                        .anyMatch(recipient -> recipient.asString().equals(value));
        };
    }

    long remove(List<Long> seqs) throws MailQueueException {
        await(
                writer.write(new Change.Gone(seqs), () -> seqs.forEach(tickets::remove)),
                "mails could not be removed from the queue");
        return seqs.size();
    }

    @Override
    public MailQueueIterator browse() {
        BrowsedRows rows = new BrowsedRows(table, tickets.inOrder());
        return new MailQueueIterator() {
            @Override
            public void close() {}

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public MailQueueItemView next() {
                QueueRow row = rows.next();
                return new DefaultMailQueueItemView(mails.load(row), nextDelivery(row));
            }
        };
    }

    private Optional<ZonedDateTime> nextDelivery(QueueRow row) {
        // Beyond year 9999 nobody can write it down; set aside belongs there too.
        long furthest = 253_402_300_799_000L;
        return row.due() == Tickets.AT_ONCE || row.due() > furthest
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(row.due()).atZone(clock.getZone()));
    }

    /** Ends the subscriptions; what they have in flight may still be done. */
    @Override
    public void close() {
        dispatches.close();
    }
}
