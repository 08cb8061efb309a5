package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.References;
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
    /** Shares of the heap that may be used to remember. */
    private static final int DESCRIPTIONS = 8;

    private static final int LISTS = 16;

    private static final int COUNTS = 128;

    private static final int NAMES = 128;

    private final MailboxNames names;
    private final MetadataWriter writer;
    private final StoredMailboxes mailboxes;
    private final StoredMailboxes lookedAt;
    private final StoredMessages messages;
    private final StoredMessageIds messageIds;
    private final StoredSubscriptions subscriptions;
    private final StoredAnnotations annotations;
    private final StoredNumbers numbers;
    private final Memberships memberships;
    private final ArrivedContents contents;
    private final Held held;
    private final References references;
    private final HeldMessages heldMessages;
    private final HeldDeletedMessages heldDeleted;
    private final SearchedRows rows;
    private final MailReader reader;
    private final DeletedMailboxes deletedMailboxes;
    private volatile Settling settling = Settling.NOTHING;
    private final NoticeTable noticeTable;
    private final NoticeWriter notices;

    /**
     * @param queue changes that may wait for the writer before callers wait
     * @param describer asked once for each content, when it arrives
     * @param keepDeleted whether what is deleted is kept as {@link DeletedMail}
     */
    public StoredMappers(
            Database database,
            ContentStore content,
            int queue,
            MessageDescriber describer,
            boolean keepDeleted,
            Clock clock) {
        Deletions deletions = new Deletions(keepDeleted, clock);
        MailboxTable mailboxTable = new MailboxTable(database);
        MessageTable messageTable = new MessageTable(database, content);
        Arrivals arrivals = new Arrivals(content, messageTable, describer, clock);
        MailboxCounts counts =
                new MailboxCounts(mailboxTable::counts, Runtime.getRuntime().maxMemory() / COUNTS);
        names = new MailboxNames(
                mailboxTable::find, mailboxTable::find, Runtime.getRuntime().maxMemory() / NAMES);
        MailboxLists lists = new MailboxLists(messageTable, Runtime.getRuntime().maxMemory() / LISTS);
        memberships = new Memberships(messageTable);
        contents = new ArrivedContents(database, content);
        held = new Held(database, messageTable);
        heldDeleted = new HeldDeletedMessages(database);
        references = new MailboxReferences(database, held, heldDeleted, contents);
        writer = new MetadataWriter(
                database::connection,
                database::isWorthAnother,
                content,
                queue,
                new Committed.Observer() {
                    @Override
                    public void committed(Committed changes) {
                        names.committed(changes);
                        // Before the counts: whoever opens a mailbox may see more of it than is counted, and never
                        // less.
                        lists.committed(changes);
                        counts.committed(changes);
                        memberships.committed(changes);
                        contents.committed(changes);
                        held.committed(changes);
                    }

                    @Override
                    public void unknown() {
                        names.forget();
                        counts.forget();
                        lists.forget();
                    }
                },
                clock);
        deletedMailboxes = new DeletedMailboxes(writer, deletions);
        mailboxes = new StoredMailboxes(mailboxTable, names, writer, deletedMailboxes, Settling.NOTHING);
        lookedAt = new StoredMailboxes(mailboxTable, names, writer, deletedMailboxes, new Settling() {
            @Override
            public boolean isOwed(String owner) {
                return settling.isOwed(owner);
            }

            @Override
            public void settle(String owner) {
                settling.settle(owner);
            }
        });
        messages = new StoredMessages(counts, messageTable, arrivals, lists, writer, deletions, clock);
        messageIds = new StoredMessageIds(messageTable, arrivals, writer, deletions);
        subscriptions = new StoredSubscriptions(database, writer);
        annotations = new StoredAnnotations(database, writer);
        numbers = new StoredNumbers(counts, writer);
        reader = new MailReader(
                lists,
                new MessageDescriptions(database, Runtime.getRuntime().maxMemory() / DESCRIPTIONS),
                content,
                new Expunged(database),
                messageTable,
                counts);
        rows = new SearchedRows(messageTable);
        heldMessages = new HeldMessages(mailboxTable, messageTable);
        noticeTable = new NoticeTable(database);
        notices = new NoticeWriter(noticeTable, content, arrivals, writer, clock);
    }

    /** Official notices as they stand in the tables. */
    public NoticeTable noticeTable() {
        return noticeTable;
    }

    /** What changes official notices, and makes and takes their copies. */
    public NoticeWriter notices() {
        return notices;
    }

    /**
     * Has what owners are owed settled before somebody looks at their mailboxes: in a session that somebody has signed in to. The
     * system's own, which deliver, wait for nothing.
     */
    public void settleBy(Settling told) {
        settling = told;
    }

    /** Which messages are in which mailboxes, with their contents. */
    public Memberships memberships() {
        return memberships;
    }

    /** Contents in the order in which they arrived. */
    public ArrivedContents contents() {
        return contents;
    }

    /** Which contents any mailbox holds. */
    public Held held() {
        return held;
    }

    /** For who removes contents that nobody holds. */
    public References references() {
        return references;
    }

    /** Which message refers to which content. */
    public HeldMessages heldMessages() {
        return heldMessages;
    }

    /** Which deleted message refers to which content. */
    public HeldDeletedMessages heldDeleted() {
        return heldDeleted;
    }

    /** The rows of messages, for who judges them. */
    public SearchedRows rows() {
        return rows;
    }

    /** For who shows messages to their owner. */
    public MailReader reader() {
        return reader;
    }

    /**
     * Copies of one message for many.
     *
     * @param ids for messages
     */
    public InboxCopies copies(Database database, MessageNumber.Factory ids, Clock clock) {
        return new InboxCopies(database, writer, ids, clock);
    }

    /** Goes on with deletions of mailboxes that a stop interrupted. */
    public void resume(Database database) {
        deletedMailboxes.resume(database);
    }

    /** What mailboxes were made for. */
    public MailboxUses uses(Database database) {
        return new MailboxUses(database, writer);
    }

    /** What is noted on mailboxes. */
    public MailboxMetadata metadata(Database database) {
        return new MailboxMetadata(database, writer);
    }

    /** Where all mailboxes of a user become another's, or nobody's. */
    public MailboxOwners owners(Database database) {
        return new MailboxOwners(database, mailboxes, names);
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
        return session.getLoggedInUser().isPresent() ? lookedAt : mailboxes;
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
