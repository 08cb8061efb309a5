package io.gongmail.server.delivery;

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
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
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

    private final Hand hand;
    private final LocalRecipients recipients;
    private final MailQueue notices;
    private final FailureNotice notice;
    private final CourierSettings settings;

    /** @param notices queue for what senders are told */
    Round(Hand hand, LocalRecipients recipients, MailQueue notices, FailureNotice notice, CourierSettings settings) {
        this.hand = hand;
        this.recipients = recipients;
        this.notices = notices;
        this.notice = notice;
        this.settings = settings;
    }

    /** Delivers, tells the sender of what will never be, and puts back what may be later. */
    void deliver(MailQueueItem item) {
        Mail mail = item.getMail();
        UUID id = Delivery.idOf(mail).orElseThrow(() -> new IllegalStateException("a queued mail has an id"));
        Map<MailAddress, Given.Never> never = new LinkedHashMap<>();
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

    private void go(Mail mail, UUID id, Map<MailAddress, Given.Never> never, List<MailAddress> later)
            throws MessagingException {
        Hand.Holding holding = hand.take(mail, id);
        boolean lastTry = attempts(mail) + 1 >= settings.attempts();
        for (MailAddress recipient : mail.getRecipients()) {
            given(holding, id, recipient, lastTry)
                    .fold(
                            () -> false,
                            () -> lastTry
                                    ? never.put(
                                            recipient,
                                            new Given.Never("5.4.7", "delivery was tried for a day and failed"))
                                    : later.add(recipient),
                            failed -> never.put(recipient, failed));
        }
    }

    private static Given given(Hand.Holding holding, UUID id, MailAddress recipient, boolean lastTry) {
        try {
            return holding.to(recipient, lastTry);
        } catch (OverQuotaException e) {
            LOG.info("mail {} waits: the mailbox of {} is full", id, recipient.asString());
            return lastTry ? new Given.Never("5.2.2", "the mailbox is full") : new Given.Later(); // RFC 3463 §3.3
        } catch (MailboxException | IOException | MessagingException | RuntimeException e) {
            LOG.warn("G-914 mail {} could not be given to {} now: {}", id, recipient.asString(), e.toString());
            return new Given.Later();
        }
    }

    private void tell(Mail mail, UUID id, Map<MailAddress, Given.Never> never) throws MessagingException {
        Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
        if (sender.isEmpty() || recipients.mailboxesOf(sender.get().asString()).isEmpty()) {
            LOG.warn("G-915 mail {} did not reach {} and has no sender here to be told", id, never.keySet());
            return;
        }
        WrittenMail.put(notices, notice.about(mail, id, sender.get(), never));
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
