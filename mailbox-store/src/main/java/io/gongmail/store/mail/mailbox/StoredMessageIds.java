package io.gongmail.store.mail.mailbox;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimap;
import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.content.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** James' mapper of messages by their id, across mailboxes. Thread-safe: one serves all sessions. */
final class StoredMessageIds implements MessageIdMapper {
    private final MessageTable messages;
    private final Arrivals arrivals;
    private final MetadataWriter writer;
    private final Deletions deletions;

    StoredMessageIds(MessageTable messages, Arrivals arrivals, MetadataWriter writer, Deletions deletions) {
        this.deletions = deletions;
        this.messages = messages;
        this.arrivals = arrivals;
        this.writer = writer;
    }

    @Override
    public List<MailboxMessage> find(Collection<MessageId> ids, FetchType type) {
        return messages.byId(ids).stream().map(messages::message).toList();
    }

    @Override
    public Flux<MailboxMessage> findReactive(Collection<MessageId> ids, FetchType type) {
        return Flux.defer(() -> Flux.fromIterable(find(ids, type))).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Publisher<ComposedMessageIdWithMetaData> findMetadata(MessageId id) {
        return findReactive(List.of(id), FetchType.METADATA).map(MailboxMessage::getComposedMessageIdWithMetaData);
    }

    @Override
    public List<MailboxId> findMailboxes(MessageId id) {
        return messages.byId(List.of(id)).stream()
                .<MailboxId>map(row -> new MailboxNumber(row.mailbox()))
                .toList();
    }

    @Override
    public void save(MailboxMessage message) throws MailboxException {
        save(message, message.getMailboxId());
    }

    private void save(MailboxMessage message, MailboxId mailbox) throws MailboxException {
        try (Entry entry = arrivals.begin()) {
            Arrivals.Arrived arrived = arrivals.take(MailboxNumber.of(mailbox), message);
            writer.run(writing -> MessageChanges.put(writing, arrived.row(), arrived.shape()));
        }
    }

    @Override
    public void copyInMailbox(MailboxMessage message, Mailbox mailbox) throws MailboxException {
        if (!findMailboxes(message.getMessageId()).contains(mailbox.getMailboxId())) {
            save(message, mailbox.getMailboxId());
        }
    }

    @Override
    public void delete(MessageId id) {
        delete(messages.byId(List.of(id)));
    }

    @Override
    public void delete(MessageId id, Collection<MailboxId> mailboxes) {
        delete(messages.byId(List.of(id)).stream()
                .filter(row -> mailboxes.contains(new MailboxNumber(row.mailbox())))
                .toList());
    }

    private void delete(List<MessageRow> rows) {
        try {
            for (MessageRow row : rows) {
                writer.run(writing -> MessageChanges.delete(writing, row.mailbox(), List.of(row.uid()), deletions));
            }
        } catch (MailboxException e) {
            throw new StoreException(Kind.BROKEN, "a message cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override
    public Mono<Multimap<MailboxId, UpdatedFlags>> setFlags(
            MessageId id, List<MailboxId> mailboxes, Flags flags, FlagsUpdateMode mode) {
        return Mono.<Multimap<MailboxId, UpdatedFlags>>fromCallable(() -> {
                    ImmutableListMultimap.Builder<MailboxId, UpdatedFlags> updates = ImmutableListMultimap.builder();
                    for (MessageRow row : new ArrayList<>(messages.byId(List.of(id)))) {
                        MailboxNumber mailbox = new MailboxNumber(row.mailbox());
                        if (mailboxes.contains(mailbox)) {
                            List<UpdatedFlags> updated = writer.run(writing -> MessageChanges.updateFlags(
                                    writing,
                                    row.mailbox(),
                                    new FlagsUpdateCalculator(flags, mode),
                                    row.uid(),
                                    row.uid()));
                            updates.putAll(mailbox, updated);
                        }
                    }
                    return updates.build();
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
