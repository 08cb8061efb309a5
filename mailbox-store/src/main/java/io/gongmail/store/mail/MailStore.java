package io.gongmail.store.mail;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sweeper;
import io.gongmail.store.mail.mailbox.AgedMail;
import io.gongmail.store.mail.mailbox.DeletedMail;
import io.gongmail.store.mail.mailbox.Holdings;
import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.mailbox.MailboxMetadata;
import io.gongmail.store.mail.mailbox.MailboxOwners;
import io.gongmail.store.mail.mailbox.MailboxUses;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.gongmail.store.mail.mailbox.StoredMappers;
import io.gongmail.store.mail.mailbox.StoredNotice;
import io.gongmail.store.mail.queue.MailQueues;
import io.gongmail.store.mail.queue.QueueDesk;
import io.gongmail.store.mail.queue.QueueSettings;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.QuotaGroups;
import io.gongmail.store.mail.search.MailSearch;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;

/**
 * The mail of one home. Thread-safe. Who is allowed what is settled before a session is asked for: sessions come from
 * {@code mailboxManager().createSystemSession(user)} or {@code authenticate(user).withoutDelegation()}; passwords and
 * delegation are always refused here.
 */
public final class MailStore implements AutoCloseable {
    private final ContentStore content;
    private final MailQueues queues;
    private final Holdings holdings;
    private final MailboxOwners owners;
    private final MailboxUses uses;
    private final MailboxMetadata metadata;
    private final StoredMappers mappers;
    private final MailSearch search;
    private final Managers managers;
    private final Sweeper sweeper;
    private final StoreCheck check;
    private final DeletedMail deleted;
    private final AgedMail aged;
    private final Notices notices;

    private MailStore(
            ContentStore content,
            MailQueues queues,
            Holdings holdings,
            MailboxOwners owners,
            MailboxUses uses,
            MailboxMetadata metadata,
            StoredMappers mappers,
            MailSearch search,
            Managers managers,
            Sweeper sweeper,
            StoreCheck check,
            DeletedMail deleted,
            AgedMail aged,
            Notices notices) {
        this.content = content;
        this.queues = queues;
        this.holdings = holdings;
        this.owners = owners;
        this.uses = uses;
        this.metadata = metadata;
        this.mappers = mappers;
        this.search = search;
        this.managers = managers;
        this.sweeper = sweeper;
        this.check = check;
        this.deleted = deleted;
        this.aged = aged;
        this.notices = notices;
    }

    /**
     * Opens (or creates) the store: rows in {@code database}, bytes in {@code contentFolder}, what
     * searches find in the folder {@code search} beside it. One process at a time. The
     * database stays the caller's, and is closed after this; one of its connections is held.
     *
     * @throws io.gongmail.store.StoreException when it cannot be opened
     */
    public static MailStore open(
            Database database,
            Path contentFolder,
            MailStoreSettings settings,
            MessageDescriber describer,
            Clock clock) {
        return open(database, contentFolder, settings, QuotaGroups.NONE, describer, clock);
    }

    /** The same with limits that accounts share. */
    public static MailStore open(
            Database database,
            Path contentFolder,
            MailStoreSettings settings,
            QuotaGroups groups,
            MessageDescriber describer,
            Clock clock) {
        ContentStore content = ContentStore.open(
                database,
                contentFolder,
                settings.segmentSize(),
                settings.grace(),
                System::nanoTime,
                settings.contentKeys());
        StoredMappers mappers = new StoredMappers(
                database,
                content,
                settings.metadataQueue(),
                describer,
                !settings.keepDeleted().isZero(),
                clock);
        MailQueues queues;
        try {
            mappers.resume(database);
            queues = MailQueues.open(database, content, QueueSettings.standard(), clock);
        } catch (RuntimeException e) {
            mappers.close();
            content.close();
            throw e;
        }
        MailSearch search = MailSearch.open(contentFolder.resolveSibling("search"), mappers);
        Managers managers = new Managers(
                database,
                settings.quota(),
                groups,
                mappers,
                search.index(),
                Managers.Annotations.STANDARD,
                PreDeletionHooks.NO_PRE_DELETION_HOOK,
                new SecureRandom(),
                clock);
        Sweeper sweeper = content.sweeper(
                new AllReferences(List.of(
                        mappers.references(), queues.references(), new NoticeReferences(mappers.noticeTable()))),
                settings.sweep());
        StoreCheck check = new StoreCheck(
                content.verification(),
                mappers.heldMessages(),
                mappers.heldDeleted(),
                queues,
                mappers.noticeTable(),
                managers.mailboxes);
        return new MailStore(
                content,
                queues,
                new Holdings(database),
                mappers.owners(database),
                mappers.uses(database),
                mappers.metadata(database),
                mappers,
                search,
                managers,
                sweeper,
                check,
                new DeletedMail(database, content, settings.keepDeleted(), clock),
                new AgedMail(database, managers.mailboxes),
                Notices.open(mappers, managers.open));
    }

    /** The bytes of messages, for who keeps some before they are in a mailbox. */
    public ContentStore content() {
        return content;
    }

    /** What removes bytes that nobody has any more. */
    public Sweeper sweeper() {
        return sweeper;
    }

    /** What was deleted and can still be had back. */
    public DeletedMail deleted() {
        return deleted;
    }

    /** What deletes mail that has lain in a folder for long. */
    public AgedMail aged() {
        return aged;
    }

    /** What looks whether all is there and whole. */
    public StoreCheck check() {
        return check;
    }

    /** What delivers to many. */
    public FanOut fanOut() {
        return managers.fanOut;
    }

    /** Official notices: one message for a whole audience. */
    public Notices notices() {
        return notices;
    }

    /** The bytes of an official notice, until it is forgotten. */
    public Optional<ContentRef> noticeContent(NoticeId id) {
        return mappers.noticeTable().find(id.value()).map(StoredNotice::content);
    }

    /** The bytes that those got of a correction who had read what it corrects, until it is forgotten; empty where it corrects none. */
    public Optional<ContentRef> markedNoticeContent(NoticeId id) {
        return mappers.noticeTable()
                .find(id.value())
                .flatMap(StoredNotice::correction)
                .map(StoredNotice.Correction::content);
    }

    /**
     * How an official notice stands with each member of its audience, in their order ({@link Notices#copies}), of those too whose account
     * was erased or handed on.
     *
     * @param names what these were called, by their places; the empty text: they are left out
     */
    public void noticeCopies(NoticeId id, IntFunction<String> names, Consumer<NoticeCopy> to) {
        mappers.noticeTable()
                .find(id.value())
                .ifPresent(notice -> new NoticeReport(notice, mappers.noticeTable()).tell(names, to));
    }

    /** Messages as IMAP tells them, read past the managers by who opened a mailbox through them. */
    public MailReader reader() {
        return mappers.reader();
    }

    /** Mails accepted and not yet delivered. */
    public MailQueueFactory<ManageableMailQueue> queueFactory() {
        return queues;
    }

    /** What of them waits, how it stands with each, and what an operator does about it. */
    public QueueDesk queueDesk() {
        return queues.desk();
    }

    /** Which bytes a user already has: what makes a delivery repeated after a crash find the first one. */
    public Holdings holdings() {
        return holdings;
    }

    /** What mailboxes were made for. */
    public MailboxUses uses() {
        return uses;
    }

    /** What is noted on mailboxes. */
    public MailboxMetadata metadata() {
        return metadata;
    }

    /** Where all mailboxes of a user become another's, or nobody's. */
    public MailboxOwners owners() {
        return owners;
    }

    /** The index behind searches. */
    public MailSearch search() {
        return search;
    }

    public MailboxManager mailboxManager() {
        return managers.mailboxes;
    }

    public SubscriptionManager subscriptionManager() {
        return managers.subscriptions;
    }

    public MessageIdManager messageIdManager() {
        return managers.messageIds;
    }

    public EventBus eventBus() {
        return managers.events;
    }

    /** What accounts hold and may hold. */
    public AccountQuotas accountQuotas() {
        return managers.accountQuotas;
    }

    public QuotaManager quotaManager() {
        return managers.quotas.getQuotaManager();
    }

    public QuotaRootResolver quotaRootResolver() {
        return managers.quotas.getQuotaRootResolver();
    }

    public MaxQuotaManager maxQuotaManager() {
        return managers.quotas.getMaxQuotaManager();
    }

    /** For James' search: attachments are not kept apart from their messages, so there is nothing to load. */
    public AttachmentContentLoader attachmentContentLoader() {
        return managers.attachments;
    }

    /** Lets what waits be written, then closes writers and files. */
    @Override
    public void close() {
        notices.close();
        check.close();
        sweeper.close();
        search.close();
        queues.close();
        mappers.close();
        content.close();
    }
}
