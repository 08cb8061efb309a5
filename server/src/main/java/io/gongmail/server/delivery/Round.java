package io.gongmail.server.delivery;

import io.gongmail.server.delivery.FailureNotice.Failure;
import io.gongmail.store.mail.queue.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail once round its recipients. Thread-safe. */
final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final AttributeName ATTEMPTS = AttributeName.of("gongmail.attempts");

    private final MailQueue queue;
    private final LocalRecipients recipients;
    private final Inboxes inboxes;
    private final FailureNotice notices;
    private final CourierSettings settings;

    Round(
            MailQueue queue,
            LocalRecipients recipients,
            Inboxes inboxes,
            FailureNotice notices,
            CourierSettings settings) {
        this.queue = queue;
        this.recipients = recipients;
        this.inboxes = inboxes;
        this.notices = notices;
        this.settings = settings;
    }

    /** Delivers, tells the sender of what will never be, and puts back what may be later. */
    void deliver(MailQueueItem item) {
        Mail mail = item.getMail();
        UUID id = Delivery.idOf(mail).orElseThrow(() -> new IllegalStateException("a queued mail has an id"));
        Map<MailAddress, Failure> never = new LinkedHashMap<>();
        List<MailAddress> later = new ArrayList<>();
        try {
            go(mail, id, never, later);
            if (!never.isEmpty()) {
                tell(mail, id, never);
            }
            if (later.isEmpty()) {
                item.done(CompletionStatus.SUCCESS);
                LOG.debug("mail {} is delivered", id);
            } else {
                putBack(item, mail, id, later);
            }
        } catch (MessagingException | RuntimeException e) {
            LOG.warn("G-913 mail {} could not be dealt with and stays in the queue: {}", id, e.toString());
            putBackWhole(item, mail, id);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private void go(Mail mail, UUID id, Map<MailAddress, Failure> never, List<MailAddress> later)
            throws MessagingException {
        DeliveredContent content = new DeliveredContent(mail, id);
        boolean lastTry = attempts(mail) + 1 >= settings.attempts();
        Optional<Boolean> again = Optional.empty();
        for (MailAddress recipient : mail.getRecipients()) {
            try {
                List<Username> users = recipients.mailboxesOf(recipient.asString());
                if (users.isEmpty() && recipients.isForAdministrators(recipient.asString()) && !lastTry) {
                    LOG.info("mail {} for {} waits for the first administrator", id, recipient.asString());
                    later.add(recipient);
                    continue;
                }
                if (users.isEmpty()) {
                    never.put(recipient, new Failure("5.1.1", "there is no such mailbox any more"));
                    continue;
                }
                if (again.isEmpty()) {
                    // Asked once, before the first is written: later ones share its bytes.
                    again = Optional.of(inboxes.mayBeDelivered(content));
                }
                for (Username user : users) {
                    if (again.get() && inboxes.holds(user, content)) {
                        LOG.info("mail {} was already with {}", id, user.asString());
                    } else {
                        inboxes.append(user, content);
                    }
                }
            } catch (MailboxException | IOException | RuntimeException e) {
                LOG.warn("G-914 mail {} could not be given to {} now: {}", id, recipient.asString(), e.toString());
                if (lastTry) {
                    never.put(recipient, new Failure("5.4.7", "delivery was tried for a day and failed"));
                } else {
                    later.add(recipient);
                }
            }
        }
    }

    private void tell(Mail mail, UUID id, Map<MailAddress, Failure> never) throws MessagingException {
        Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
        if (sender.isEmpty() || recipients.mailboxesOf(sender.get().asString()).isEmpty()) {
            LOG.warn("G-915 mail {} did not reach {} and has no sender here to be told", id, never.keySet());
            return;
        }
        Mail notice = notices.about(mail, id, sender.get(), never);
        try {
            queue.enQueue(notice);
        } finally {
            LifecycleUtil.dispose(notice);
        }
        LOG.info("the sender of mail {} is told that it did not reach {}", id, never.keySet());
    }

    private void putBack(MailQueueItem item, Mail mail, UUID id, List<MailAddress> later) throws MessagingException {
        int attempts = attempts(mail) + 1;
        mail.setRecipients(later);
        mail.setAttribute(new Attribute(ATTEMPTS, AttributeValue.of(attempts)));
        Delivery.retryAfter(mail, settings.waitBefore(attempts));
        item.done(CompletionStatus.RETRY);
        LOG.info("mail {} goes back to the queue for {} of its recipients", id, later.size());
    }

    private void putBackWhole(MailQueueItem item, Mail mail, UUID id) {
        try {
            putBack(item, mail, id, List.copyOf(mail.getRecipients()));
        } catch (MessagingException e) {
            LOG.error("G-913 mail {} could not be put back either; it is tried again later: {}", id, e.getMessage());
        }
    }

    private static int attempts(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, ATTEMPTS, Integer.class)
                .orElse(0);
    }
}
