package io.gongmail.store.mail;

import io.gongmail.store.StoreException;
import io.gongmail.store.mail.mailbox.InboxCopies;
import io.gongmail.store.mail.mailbox.InboxCopies.Copied;
import io.gongmail.store.mail.mailbox.InboxCopies.Inbox;
import io.gongmail.store.mail.quota.AccountQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.store.event.EventFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Delivers a message that one person has to many more, in transactions for some hundred each, which costs less than giving it
 * to each alone. Only where nothing stands in the way; who is not among those that got it is to be given it alone, and then
 * it shows why. Thread-safe.
 */
public final class FanOut {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    public static final int AT_ONCE = InboxCopies.AT_ONCE;

    /** Events under way at once. */
    private static final int TOLD_AT_ONCE = 8;

    private final InboxCopies copies;
    private final AccountQuotas quotas;
    private final MailboxManager mailboxes;
    private final EventBus events;

    FanOut(InboxCopies copies, AccountQuotas quotas, MailboxManager mailboxes, EventBus events) {
        this.copies = copies;
        this.quotas = quotas;
        this.mailboxes = mailboxes;
        this.events = events;
    }

    /**
     * Returns when it is durably there, and those who have it now. When it throws nobody knows whether somebody has.
     *
     * @param source the message, in a mailbox of the first who got it
     * @param octets what it weighs
     * @param users at most {@link #AT_ONCE}, each once
     */
    public Set<Username> give(ComposedMessageId source, long octets, List<Username> users) throws MailboxException {
        List<Copied> copied = copies.copy(source, withRoom(copies.inboxes(users), octets));
        tell(copied);
        return copied.stream().map(one -> one.inbox().mailbox().getUser()).collect(Collectors.toUnmodifiableSet());
    }

    private List<Inbox> withRoom(Map<Username, Inbox> inboxes, long octets) {
        List<Inbox> withRoom = new ArrayList<>();
        inboxes.forEach((user, inbox) -> {
            if (quotas.hasRoom(user, inbox.messages() + 1, inbox.octets() + octets)) {
                withRoom.add(inbox);
            }
        });
        return withRoom;
    }

    /** Whoever has the mailbox open. It is there already: that somebody cannot be told fails nothing. */
    private void tell(List<Copied> copied) {
        try {
            Flux.fromIterable(copied)
                    .flatMap(
                            one -> events.dispatch(
                                    event(one),
                                    new MailboxIdRegistrationKey(
                                            one.inbox().mailbox().getMailboxId())),
                            TOLD_AT_ONCE)
                    .then()
                    .block();
        } catch (StoreException | IllegalStateException e) {
            LOG.warn("G-918 of mail that was delivered to {} not all could be told: {}", copied.size(), e.toString());
        }
    }

    private Event event(Copied copied) {
        return EventFactory.added()
                .randomEventId()
                .mailboxSession(
                        mailboxes.createSystemSession(copied.inbox().mailbox().getUser()))
                .mailbox(copied.inbox().mailbox())
                .addMetaData(copied.message())
                .isDelivery(true)
                .build();
    }
}
