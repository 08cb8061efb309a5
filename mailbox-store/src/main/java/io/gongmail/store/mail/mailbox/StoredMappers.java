package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentStore;
import java.time.Clock;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.user.SubscriptionMapper;

/**
 * The mappers of one store; each is one for all sessions. Thread-safe. Holds one connection of the database, for the
 * metadata writer. Closing it lets what waits be written; database and content store stay open.
 */
public final class StoredMappers extends MailboxSessionMapperFactory implements AutoCloseable {
    private final MetadataWriter writer;
    private final StoredMailboxes mailboxes;
    private final StoredMessages messages;
    private final StoredMessageIds messageIds;
    private final StoredSubscriptions subscriptions;
    private final StoredAnnotations annotations;
    private final StoredNumbers numbers;
    private final MessageDescriptions descriptions;

    /**
     * @param queue changes that may wait for the writer before callers wait
     * @param describer asked once for each content, when it arrives
     */
    public StoredMappers(Database database, ContentStore content, int queue, MessageDescriber describer, Clock clock) {
        MailboxTable mailboxTable = new MailboxTable(database);
        MessageTable messageTable = new MessageTable(database, content);
        Arrivals arrivals = new Arrivals(content, messageTable, describer, clock);
        writer = new MetadataWriter(database, queue);
        mailboxes = new StoredMailboxes(mailboxTable, writer);
        messages = new StoredMessages(mailboxTable, messageTable, arrivals, writer, clock);
        messageIds = new StoredMessageIds(messageTable, arrivals, writer);
        subscriptions = new StoredSubscriptions(database, writer);
        annotations = new StoredAnnotations(database, writer);
        numbers = new StoredNumbers(mailboxTable, writer);
        descriptions = new MessageDescriptions(database, messageTable);
    }

    /** What was described of messages when they arrived. */
    public MessageDescriptions descriptions() {
        return descriptions;
    }

    /** Where all mailboxes of a user become another's, or nobody's. */
    public MailboxOwners owners(Database database) {
        return new MailboxOwners(database, mailboxes);
    }

    @Override
    public AnnotationMapper createAnnotationMapper(MailboxSession session) {
        return annotations;
    }

    @Override
    public MessageMapper createMessageMapper(MailboxSession session) {
        return messages;
    }

    @Override
    public MessageIdMapper createMessageIdMapper(MailboxSession session) {
        return messageIds;
    }

    @Override
    public MailboxMapper createMailboxMapper(MailboxSession session) {
        return mailboxes;
    }

    @Override
    public SubscriptionMapper createSubscriptionMapper(MailboxSession session) {
        return subscriptions;
    }

    @Override
    public UidProvider getUidProvider() {
        return numbers;
    }

    @Override
    public ModSeqProvider getModSeqProvider() {
        return numbers;
    }

    @Override
    public void close() {
        writer.close();
    }
}
