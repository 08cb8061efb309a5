package io.gongmail.server.delivery;

import com.google.common.io.ByteSource;
import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.server.delivery.StatusNotice.Outcome;
import io.gongmail.server.delivery.StatusNotice.Told;
import io.gongmail.store.mail.queue.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one mail for another server. It leaves the queue when that server has it, or its sender was told why not; a process
 * that dies in between sends it again. Thread-safe.
 */
final class OutwardRound {
    private static final Logger LOG = LoggerFactory.getLogger(OutwardRound.class);
    /** RFC 5321 §6.3. */
    private static final int MOST_RECEIVED = 100;

    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(5);

    private final Elsewhere elsewhere;
    private final MailQueue queue;
    private final SenderNotices notices;
    private final OutwardSettings settings;
    private final Away away;
    private final Clock clock;

    /** @param queue which it all comes from */
    OutwardRound(Elsewhere elsewhere, MailQueue queue, SenderNotices notices, OutwardSettings settings, Clock clock) {
        this.elsewhere = elsewhere;
        this.queue = queue;
        this.notices = notices;
        this.settings = settings;
        this.away = new Away(settings, clock);
        this.clock = clock;
    }

    /** What a mail shares with others; empty for one to several domains, which goes to none as it is. */
    String destination(Mail mail) {
        TreeSet<String> domains = new TreeSet<>(byDomain(mail).keySet());
        return domains.size() == 1 ? elsewhere.destination(domains.first()) : "";
    }

    private static Map<String, List<MailAddress>> byDomain(Mail mail) {
        return mail.getRecipients().stream()
                .collect(Collectors.groupingBy(
                        recipient -> recipient.getDomain().asString().toLowerCase(Locale.ROOT),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /** Puts it back untried. */
    void postpone(MailQueueItem item, Duration wait) {
        Mail mail = item.getMail();
        try {
            OutwardProgress progress = OutwardProgress.of(mail);
            putBack(item, mail, progress, settings.cut(wait, since(mail), progress.toldOfDelay()));
        } catch (MessagingException e) {
            LOG.error("G-913 a mail could not be put back; it is tried again later: {}", e.getMessage());
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    /** Tries it; of one for several domains it makes one mail for each. */
    void deliver(MailQueueItem item) {
        Mail mail = item.getMail();
        UUID id = Delivery.idOf(mail).orElseThrow(() -> new IllegalStateException("a queued mail has an id"));
        try {
            Map<String, List<MailAddress>> domains = byDomain(mail);
            if (domains.size() == 1) {
                attempt(item, mail, id, domains.keySet().iterator().next());
            } else {
                for (Map.Entry<String, List<MailAddress>> domain : domains.entrySet()) {
                    UUID part =
                            UUID.nameUUIDFromBytes((id + " to " + domain.getKey()).getBytes(StandardCharsets.UTF_8));
                    WrittenMail.put(queue, WrittenMail.copy(mail, part, domain.getValue()));
                }
                item.done(CompletionStatus.SUCCESS);
            }
        } catch (MessagingException | RuntimeException e) {
            LOG.warn("G-913 mail {} could not be dealt with and stays in the queue: {}", id, e.toString());
            try {
                putBack(item, mail, OutwardProgress.of(mail), AFTER_TROUBLE);
            } catch (MessagingException stays) {
                LOG.error("G-913 mail {} could not be put back either; it is tried again later", id, stays);
            }
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private Duration since(Mail mail) {
        Instant now = clock.instant();
        return Duration.between(Delivery.queuedAt(mail).orElse(now), now);
    }

    private void attempt(MailQueueItem item, Mail mail, UUID id, String domain) throws MessagingException {
        OutwardProgress before = OutwardProgress.of(mail);
        List<MailAddress> to = List.copyOf(mail.getRecipients());
        String destination = elsewhere.destination(domain);
        Optional<Away.Gone> gone = before.isHurried(clock.instant()) ? Optional.empty() : away.of(destination);
        List<Given> outcomes = gone.isPresent()
                ? Collections.nCopies(to.size(), gone.get().last())
                : tried(mail, id, destination, to, before);

        Duration since = since(mail);
        Map<MailAddress, Told> relayed = new LinkedHashMap<>();
        Map<MailAddress, Told> never = new LinkedHashMap<>();
        Map<MailAddress, Given.Later> later = new LinkedHashMap<>();
        for (int i = 0; i < to.size(); i++) {
            MailAddress recipient = to.get(i);
            outcomes.get(i)
                    .fold(
                            () -> relayed.put(recipient, new Told("2.0.0", "")),
                            again -> settings.isOver(since)
                                    ? never.put(recipient, givenUp(again))
                                    : later.put(recipient, again),
                            failed -> never.put(
                                    recipient,
                                    new Told(failed.status(), failed.reason(), failed.host(), Optional.empty())));
        }
        notices.tell(mail, id, Outcome.FAILED, never, SenderNotices.asked(Event.FAILURE));
        notices.tell(mail, id, Outcome.RELAYED, relayed, SenderNotices.asked(Event.SUCCESS));
        boolean tellsOfDelay = !later.isEmpty() && !before.toldOfDelay() && settings.isLate(since);
        if (tellsOfDelay) {
            tellOfDelay(mail, id, later);
        }
        if (later.isEmpty()) {
            item.done(CompletionStatus.SUCCESS);
            return;
        }
        int attempts = before.attempts() + (gone.isPresent() ? 0 : 1);
        boolean told = before.toldOfDelay() || tellsOfDelay;
        Map<String, String> answers = new LinkedHashMap<>();
        later.forEach((recipient, again) -> answers.put(recipient.asString(), said(again)));
        mail.setRecipients(later.keySet());
        Duration wait =
                gone.isPresent() ? Duration.between(clock.instant(), gone.get().until()) : settings.waitAfter(attempts);
        putBack(
                item,
                mail,
                new OutwardProgress(attempts, told, answers, Instant.EPOCH),
                settings.cut(wait, since, told));
    }

    private List<Given> tried(Mail mail, UUID id, String destination, List<MailAddress> to, OutwardProgress before)
            throws MessagingException {
        String[] received = mail.getMessage().getHeader("Received");
        if (received != null && received.length > MOST_RECEIVED) {
            return Collections.nCopies(to.size(), new Given.Never("5.4.6", "it has passed too many servers"));
        }
        List<Given> outcomes = elsewhere.hand(
                new Elsewhere.Envelope(
                        mail.getMaybeSender().asString(""), to, TlsRequired.isSo(mail), TransferPriority.in(mail)),
                message(mail));
        Optional<Given.Later> notThere = outcomes.stream()
                .filter(outcome -> outcome instanceof Given.Later later && later.ofAll())
                .map(Given.Later.class::cast)
                .findFirst();
        if (notThere.isEmpty()) {
            away.answered(destination);
        } else if (!TlsRequired.isSo(mail)) {
            // What is too little for mail that asks for TLS all the way may do for others: nobody holds up theirs.
            away.failed(destination, notThere.get());
        }
        for (int i = 0; i < to.size(); i++) {
            LOG.info(
                    "mail {} for {}, attempt {}: {}",
                    id,
                    to.get(i).asString(),
                    before.attempts() + 1,
                    told(outcomes.get(i)));
        }
        return outcomes;
    }

    private static String told(Given given) {
        return given.fold(() -> "taken", OutwardRound::said, never -> never.host() + " " + never.reason());
    }

    private static String said(Given.Later later) {
        return later.host().isEmpty() ? later.why() : later.host() + ": " + later.why();
    }

    private Told givenUp(Given.Later last) {
        return new Told(
                "5.4.7", // RFC 3463 §3.5
                last.host().isEmpty()
                        ? "given up after " + days(settings.giveUpAfter()) + "; at last: " + last.why()
                        : last.why(),
                last.host(),
                Optional.empty());
    }

    private static String days(Duration time) {
        return time.toDays() > 0 ? time.toDays() + " days" : time.toMinutes() + " minutes";
    }

    /** Also where nothing was asked: that is for us to decide (RFC 3461 §4.1). */
    private void tellOfDelay(Mail mail, UUID id, Map<MailAddress, Given.Later> later) throws MessagingException {
        Instant until = Delivery.queuedAt(mail).orElseGet(clock::instant).plus(settings.giveUpAfter());
        Map<MailAddress, Told> delayed = new LinkedHashMap<>();
        later.forEach((recipient, again) ->
                delayed.put(recipient, new Told("4.0.0", again.why(), again.host(), Optional.of(until))));
        notices.tell(
                mail,
                id,
                Outcome.DELAYED,
                delayed,
                (requests, recipient) -> !requests.says(recipient)
                        || requests.of(recipient).events().contains(Event.DELAY));
    }

    private void putBack(MailQueueItem item, Mail mail, OutwardProgress progress, Duration wait)
            throws MessagingException {
        progress.plannedFor(clock.instant().plus(wait)).keepWith(mail);
        Delivery.retryAfter(mail, wait);
        item.done(CompletionStatus.RETRY);
    }

    private static ByteSource message(Mail mail) {
        return new ByteSource() {
            @Override
            public InputStream openStream() throws IOException {
                try {
                    return new MimeMessageInputStream(mail.getMessage());
                } catch (MessagingException e) {
                    throw new IOException("the queued message cannot be read", e);
                }
            }

            @Override
            public com.google.common.base.Optional<Long> sizeIfKnown() {
                try {
                    return com.google.common.base.Optional.of(mail.getMessageSize());
                } catch (MessagingException e) {
                    return com.google.common.base.Optional.absent();
                }
            }
        };
    }
}
