package io.gongmail.store.mail;

import io.gongmail.store.StoreException;
import io.gongmail.store.mail.mailbox.Settled.Moved;
import java.util.List;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.store.event.EventFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells whoever has a mailbox open what came or went there past the managers. Thread-safe. */
final class OpenMailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMailboxes.class);

    /** Events under way at once. */
    private static final int AT_ONCE = 8;

    private final MailboxManager mailboxes;
    private final EventBus events;

    OpenMailboxes(MailboxManager mailboxes, EventBus events) {
        this.mailboxes = mailboxes;
        this.events = events;
    }

    /** It is there already: that somebody cannot be told fails nothing. */
    void came(List<Moved> messages) {
        tell(messages, this::added);
    }

    /** It is gone already. */
    void went(List<Moved> messages) {
        tell(messages, this::expunged);
    }

    private interface Telling {
        Event of(Moved moved);
    }

    private void tell(List<Moved> messages, Telling telling) {
        if (messages.isEmpty()) {
            return;
        }
        try {
            Flux.fromIterable(messages)
                    .flatMap(each -> dispatch(each, telling.of(each)), AT_ONCE)
                    .then()
                    .block();
        } catch (StoreException | IllegalStateException e) {
            LOG.warn("G-918 of mail that was delivered to {} not all could be told: {}", messages.size(), e.toString());
        }
    }

    private Mono<Void> dispatch(Moved moved, Event event) {
        return events.dispatch(
                event, new MailboxIdRegistrationKey(moved.mailbox().getMailboxId()));
    }

    private MailboxSession owner(Moved moved) {
        return mailboxes.createSystemSession(moved.mailbox().getUser());
    }

    private Event added(Moved moved) {
        return EventFactory.added()
                .randomEventId()
                .mailboxSession(owner(moved))
                .mailbox(moved.mailbox())
                .addMetaData(moved.message())
                .isDelivery(true)
                .build();
    }

    private Event expunged(Moved moved) {
        return EventFactory.expunged()
                .randomEventId()
                .mailboxSession(owner(moved))
                .mailbox(moved.mailbox())
                .addMetaData(moved.message())
                .build();
    }
}
