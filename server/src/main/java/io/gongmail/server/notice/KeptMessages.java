package io.gongmail.server.notice;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.queue.Delivery;
import io.gongmail.store.mail.queue.QueueDesk;
import io.gongmail.store.mail.queue.QueuedMail;
import io.gongmail.store.registry.NoticeNumber;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/**
 * The messages of notices that do not go yet: in a queue of their own that nobody takes from, where they are as safe as other mail that
 * waits, sealed and backed up with it. Thread-safe; calls block.
 */
final class KeptMessages {
    static final String NAME = "notices";

    /** As many as the queue itself would hold are not expected; what is beyond is looked at another time. */
    private static final int MOST_LOOKED_AT = 10_000;

    private final MailQueue queue;
    private final QueueDesk desk;

    KeptMessages(MailStore mail) {
        queue = mail.queueFactory().createQueue(MailQueueName.of(NAME));
        desk = mail.queueDesk();
    }

    /**
     * Keeps the message of {@code mail}; when this returns it is durable.
     *
     * @throws StoreException when it is not
     */
    void keep(NoticeNumber number, Mail mail) {
        Delivery.mark(mail, number.value());
        try {
            queue.enQueue(mail);
        } catch (MailQueue.MailQueueException e) {
            throw new StoreException(Kind.BUSY, "a notice cannot be kept: " + e.getMessage(), e);
        }
    }

    boolean has(NoticeNumber number) {
        return find(number)
                .map(mail -> {
                    LifecycleUtil.dispose(mail);
                    return true;
                })
                .orElse(false);
    }

    private Optional<Mail> find(NoticeNumber number) {
        return desk.find(number.value()).stream()
                .filter(kept -> kept.queue().equals(NAME))
                .map(QueuedMail::mail)
                .findFirst();
    }

    /** Its octets. */
    InputStream open(NoticeNumber number) throws IOException {
        Mail mail = find(number).orElseThrow(() -> new IOException("the message of notice " + number + " is gone"));
        try {
            return new FilterInputStream(new MimeMessageInputStream(mail.getMessage())) {
                @Override
                public void close() throws IOException {
                    super.close();
                    LifecycleUtil.dispose(mail);
                }
            };
        } catch (MessagingException e) {
            LifecycleUtil.dispose(mail);
            throw new IOException("the message of notice " + number + " cannot be read", e);
        }
    }

    void drop(NoticeNumber number) {
        desk.delete(number.value());
    }

    /** Which are kept. */
    Set<NoticeNumber> all() {
        List<QueuedMail> kept = desk.list(NAME, MOST_LOOKED_AT).orElse(List.of());
        Set<NoticeNumber> all = kept.stream()
                .map(QueuedMail::id)
                .map((UUID id) -> new NoticeNumber(id))
                .collect(Collectors.toSet());
        kept.forEach(mail -> LifecycleUtil.dispose(mail.mail()));
        return all;
    }
}
