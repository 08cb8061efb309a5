package io.gongmail.server.delivery;

import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.server.delivery.StatusNotice.Outcome;
import io.gongmail.store.mail.FanOut;
import io.gongmail.store.mail.queue.Delivery;
import io.gongmail.store.mail.quota.SharedLimitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
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
    /** To fewer recipients a mail is given one after the other. */
    private static final int FEW = 4;

    /** So many and more are given together. */
    private static final int MANY = 8;

    private static final int MOST_HELPERS = 16;
    private static final AttributeName ATTEMPTS = AttributeName.of("gongmail.attempts");

    private final Hand hand;
    private final SenderNotices notices;
    private final CourierSettings settings;
    private final Executor helping;

    /** @param helping with mails for many; it may refuse */
    Round(Hand hand, SenderNotices notices, CourierSettings settings, Executor helping) {
        this.hand = hand;
        this.notices = notices;
        this.settings = settings;
        this.helping = helping;
    }

    /** Delivers, tells the sender of what will never be, and puts back what may be later. */
    void deliver(MailQueueItem item) {
        Mail mail = item.getMail();
        UUID id = Delivery.idOf(mail).orElseThrow(() -> new IllegalStateException("a queued mail has an id"));
        Map<MailAddress, Given.Never> never = new LinkedHashMap<>();
        List<MailAddress> later = new ArrayList<>();
        List<MailAddress> there = new ArrayList<>();
        try {
            go(mail, id, never, later, there);
            tell(mail, id, never, later, there);
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

    private void go(
            Mail mail, UUID id, Map<MailAddress, Given.Never> never, List<MailAddress> later, List<MailAddress> there)
            throws MessagingException {
        boolean lastTry = attempts(mail) + 1 >= settings.attempts();
        Hand.Apart apart = hand.apart(mail, id);
        never.putAll(apart.refused());
        if (!apart.gone().isEmpty()) {
            // Once is enough, however this one goes on.
            mail.setRecipients(mail.getRecipients().stream()
                    .filter(recipient -> !apart.gone().contains(recipient))
                    .toList());
        }
        List<MailAddress> to = mail.getRecipients().stream()
                .filter(recipient -> !apart.refused().containsKey(recipient))
                .toList();
        if (to.isEmpty()) {
            return;
        }
        Hand.Holding holding = hand.take(mail, id);
        List<Given> outcomes = given(holding, id, to, lastTry);
        for (int i = 0; i < to.size(); i++) {
            MailAddress recipient = to.get(i);
            outcomes.get(i)
                    .fold(
                            () -> there.add(recipient),
                            again -> lastTry
                                    ? never.put(
                                            recipient,
                                            new Given.Never("5.4.7", "delivery was tried for a day and failed"))
                                    : later.add(recipient),
                            failed -> never.put(recipient, failed));
        }
    }

    /** In the order of the recipients. To many it is given by several at once, so that one commit serves them together. */
    private List<Given> given(Hand.Holding holding, UUID id, List<MailAddress> to, boolean lastTry) {
        AtomicReferenceArray<Given> outcomes = new AtomicReferenceArray<>(to.size());
        if (to.size() >= MANY) {
            giveMany(holding, id, to, lastTry, outcomes);
        }
        AtomicInteger next = new AtomicInteger();
        Runnable giving = () -> {
            for (int i = next.getAndIncrement(); i < to.size(); i = next.getAndIncrement()) {
                if (outcomes.get(i) == null) {
                    outcomes.set(i, given(holding, id, to.get(i), lastTry));
                }
            }
        };
        List<CompletableFuture<Void>> helpers = new ArrayList<>();
        int wanted = holding.toManyAtOnce() ? Math.min(MOST_HELPERS, to.size() / FEW) : 0;
        try {
            while (helpers.size() < wanted) {
                helpers.add(CompletableFuture.runAsync(giving, helping));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("mail {} is given by one alone", id);
        }
        giving.run();
        helpers.forEach(CompletableFuture::join);
        return IntStream.range(0, to.size()).mapToObj(outcomes::get).toList();
    }

    /** To one after the other until one has it, then to all at once to whom nothing stands in the way. */
    private static void giveMany(
            Hand.Holding holding,
            UUID id,
            List<MailAddress> to,
            boolean lastTry,
            AtomicReferenceArray<Given> outcomes) {
        int begun = 0;
        Given before = new Given.Later();
        while (begun < to.size() && !(before instanceof Given.There)) {
            before = given(holding, id, to.get(begun), lastTry);
            outcomes.set(begun++, before);
        }
        for (int i = begun; i < to.size(); i += FanOut.AT_ONCE) {
            List<MailAddress> some = to.subList(i, Math.min(to.size(), i + FanOut.AT_ONCE));
            Set<MailAddress> given;
            try {
                given = holding.toSome(some);
            } catch (MailboxException | IOException | RuntimeException e) {
                LOG.warn("G-914 mail {} could not be given to {} recipients now: {}", id, some.size(), e.toString());
                for (int failed = i; failed < i + some.size(); failed++) {
                    outcomes.set(failed, new Given.Later()); // Some may have it; the next round asks.
                }
                continue;
            }
            for (int there = i; there < i + some.size(); there++) {
                if (given.contains(to.get(there))) {
                    outcomes.set(there, new Given.There());
                }
            }
        }
    }

    private static Given given(Hand.Holding holding, UUID id, MailAddress recipient, boolean lastTry) {
        try {
            return holding.to(recipient, lastTry);
        } catch (OverQuotaException e) {
            LOG.info("mail {} waits: the mailbox of {} is full", id, recipient.asString());
            String why = e instanceof SharedLimitException
                    ? "all mailboxes of the agency together are full"
                    : "the mailbox is full";
            return lastTry ? new Given.Never("5.2.2", why) : new Given.Later(); // RFC 3463 §3.3
        } catch (MailboxException | IOException | MessagingException | RuntimeException e) {
            LOG.warn("G-914 mail {} could not be given to {} now: {}", id, recipient.asString(), e.toString());
            return new Given.Later();
        }
    }

    private void tell(
            Mail mail, UUID id, Map<MailAddress, Given.Never> never, List<MailAddress> later, List<MailAddress> there)
            throws MessagingException {
        Map<MailAddress, StatusNotice.Told> failed = new LinkedHashMap<>();
        never.forEach((recipient, failure) ->
                failed.put(recipient, new StatusNotice.Told(failure.status(), failure.reason())));
        notices.tell(mail, id, Outcome.FAILED, failed, SenderNotices.asked(Event.FAILURE));
        notices.tell(mail, id, Outcome.DELIVERED, all(there, "2.0.0"), SenderNotices.asked(Event.SUCCESS));
        if (attempts(mail) + 1 == settings.tellsOfDelayAfter()) {
            notices.tell(mail, id, Outcome.DELAYED, all(later, "4.0.0"), SenderNotices.asked(Event.DELAY));
        }
    }

    private static Map<MailAddress, StatusNotice.Told> all(List<MailAddress> recipients, String status) {
        Map<MailAddress, StatusNotice.Told> all = new LinkedHashMap<>();
        recipients.forEach(recipient -> all.put(recipient, new StatusNotice.Told(status, "")));
        return all;
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
