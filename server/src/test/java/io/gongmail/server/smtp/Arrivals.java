package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.delivery.TransferPriority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A durable queue of its own for one listener; what is taken into it is taken out again and kept for the tests to see. */
final class Arrivals implements AutoCloseable {
    /** One mail, as it came out of the queue; octets of the message are characters up to U+00FF. */
    record Arrived(String sender, List<String> recipients, String message, boolean tlsRequired, int priority) {
        /** The values of a header field, as they stand. */
        List<String> header(String name) {
            String head = message.substring(0, Math.max(0, message.indexOf("\r\n\r\n")) + 2);
            return List.of(head.replaceAll("\r\n[ \t]+", " ").split("\r\n")).stream()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT)
                            .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        String body() {
            return message.substring(message.indexOf("\r\n\r\n") + 4);
        }
    }

    /** What happens in place of queueing. */
    interface Trouble {
        void before(Mail mail) throws MailQueue.MailQueueException;
    }

    private static final Trouble NONE = mail -> {};

    private final MailQueue queue;
    private final Disposable consumer;
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final AtomicReference<Trouble> trouble = new AtomicReference<>(NONE);

    Arrivals(MailQueueFactory<?> durable) {
        queue = durable.createQueue(MailQueueName.of("test-" + UUID.randomUUID()));
        consumer = Flux.from(queue.deQueue())
                .publishOn(Schedulers.boundedElastic())
                .subscribe(this::take);
    }

    private void take(MailQueue.MailQueueItem item) {
        try {
            Mail mail = item.getMail();
            byte[] message;
            try (InputStream in = new MimeMessageInputStream(mail.getMessage())) {
                message = in.readAllBytes();
            }
            arrived.add(new Arrived(
                    mail.getMaybeSender().asString(""),
                    recipients(mail),
                    new String(message, StandardCharsets.ISO_8859_1),
                    mail.getAttribute(AttributeName.of("gongmail.tls-required")).isPresent(),
                    TransferPriority.in(mail)));
            item.done(MailQueue.MailQueueItem.CompletionStatus.SUCCESS);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> recipients(Mail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).sorted().toList();
    }

    /** The one mail that has come for {@code recipient}, awaited. */
    Arrived only(String recipient) {
        await().until(() -> !all(recipient).isEmpty());
        List<Arrived> all = all(recipient);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** The mails that have come for {@code recipient}, {@code count} of them awaited. */
    List<Arrived> all(String recipient, int count) {
        await().until(() -> all(recipient).size() >= count);
        return all(recipient);
    }

    private List<Arrived> all(String recipient) {
        return arrived.stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .toList();
    }

    /** How many mails for {@code recipient} were given to the queue; no waiting is needed after a reply. */
    long queued(String recipient) {
        return offered.stream()
                .filter(recipients -> recipients.contains(recipient))
                .count();
    }

    /** From now on this happens before a mail is queued; what it throws keeps the mail out. */
    void trouble(Trouble next) {
        trouble.set(next);
    }

    MailQueueFactory<MailQueue> queues() {
        return new MailQueueFactory<>() {
            @Override
            public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
                return Optional.of(new Watched());
            }

            @Override
            public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
                return new Watched();
            }

            @Override
            public Set<MailQueueName> listCreatedMailQueues() {
                return Set.of(queue.getName());
            }
        };
    }

    @Override
    public void close() {
        consumer.dispose();
    }

    private final class Watched implements MailQueue {
        @Override
        public MailQueueName getName() {
            return queue.getName();
        }

        @Override
        public void enQueue(Mail mail, Duration delay) throws MailQueueException {
            trouble.get().before(mail);
            offered.add(recipients(mail));
            queue.enQueue(mail, delay);
        }

        @Override
        public void enQueue(Mail mail) throws MailQueueException {
            enQueue(mail, Duration.ZERO);
        }

        @Override
        public Publisher<Void> enqueueReactive(Mail mail) {
            throw new UnsupportedOperationException("not used by SMTP");
        }

        @Override
        public Publisher<MailQueueItem> deQueue() {
            return queue.deQueue();
        }

        @Override
        public void close() {
            // The durable queue is the store's.
        }
    }
}
