package io.gongmail.server.delivery;

import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.server.delivery.StatusNotice.Told;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells senders who have a mailbox here what became of their mail, as far as they want to know (RFC 3461 §5.2). Thread-safe. */
final class SenderNotices {
    private static final Logger LOG = LoggerFactory.getLogger(SenderNotices.class);

    private final LocalRecipients recipients;
    private final MailQueue queue;
    private final StatusNotice notice;

    /** @param queue that leads into mailboxes here */
    SenderNotices(LocalRecipients recipients, MailQueue queue, StatusNotice notice) {
        this.recipients = recipients;
        this.queue = queue;
        this.notice = notice;
    }

    /** Of those of whom the sender asked to be told of {@code event}, or would usually be. */
    static BiPredicate<NotificationRequests, MailAddress> asked(Event event) {
        return (requests, recipient) -> requests.of(recipient).events().contains(event);
    }

    /**
     * When this returns the notice is durable. Nothing is told of nobody.
     *
     * @param isWanted whether of somebody is to be told, by what the sender asked
     */
    void tell(
            Mail mail,
            UUID id,
            StatusNotice.Outcome outcome,
            Map<MailAddress, Told> about,
            BiPredicate<NotificationRequests, MailAddress> isWanted)
            throws MessagingException {
        NotificationRequests requests = NotificationRequests.of(mail);
        Map<MailAddress, Told> wanted = new LinkedHashMap<>();
        about.forEach((recipient, told) -> {
            if (isWanted.test(requests, recipient)) {
                wanted.put(recipient, told);
            } else if (outcome == StatusNotice.Outcome.FAILED) {
                LOG.info("mail {} did not reach {}, of which its sender wants to hear nothing", id, recipient);
            }
        });
        if (wanted.isEmpty()) {
            return;
        }
        Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
        if (sender.isEmpty() || !recipients.isTold(mail)) {
            if (outcome == StatusNotice.Outcome.FAILED) {
                LOG.warn("G-915 mail {} did not reach {} and has no sender here to be told", id, wanted.keySet());
            }
            return;
        }
        WrittenMail.put(queue, notice.about(mail, id, sender.get(), outcome, wanted));
        LOG.info("the sender of mail {} is told of {} for {}", id, outcome, wanted.keySet());
    }
}
