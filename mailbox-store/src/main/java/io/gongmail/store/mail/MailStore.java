package io.gongmail.store.mail;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.mailbox.Holdings;
import io.gongmail.store.mail.mailbox.MessageNumber;
import io.gongmail.store.mail.mailbox.StoredMailboxManager;
import io.gongmail.store.mail.mailbox.StoredMappers;
import io.gongmail.store.mail.queue.MailQueues;
import io.gongmail.store.mail.queue.QueueSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.apache.james.events.EventBus;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;

/**
 * The mail of one home. Thread-safe. Who is allowed what is settled before a session is asked for: sessions come from
 * {@code mailboxManager().createSystemSession(user)} or {@code authenticate(user).withoutDelegation()}; passwords and
 * delegation are always refused here. Quotas are unlimited, searches scan.
 */
public final class MailStore implements AutoCloseable {
    private final ContentStore content;
    private final MailQueues queues;
    private final Holdings holdings;
    private final StoredMappers mappers;
    private final InVMEventBus events;
    private final QuotaComponents quotas;
    private final StoredMailboxManager mailboxes;
    private final StoreSubscriptionManager subscriptions;
    private final StoreMessageIdManager messageIds;

    private MailStore(
            ContentStore content,
            MailQueues queues,
            Holdings holdings,
            StoredMappers mappers,
            SecureRandom random,
            Clock clock) {
        this.content = content;
        this.queues = queues;
        this.holdings = holdings;
        this.mappers = mappers;
        this.events = new InVMEventBus(
                new InVmEventDelivery(new NoMetrics()),
                RetryBackoffConfiguration.DEFAULT,
                new MemoryEventDeadLetters());
        SessionProviderImpl sessions =
                new SessionProviderImpl((user, password) -> false, (user, other) -> AuthorizationState.FORBIDDEN);
        this.quotas = QuotaComponents.disabled(sessions, mappers);
        StoreRightManager rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), events);
        this.mailboxes = new StoredMailboxManager(
                mappers,
                sessions,
                new JVMMailboxPathLocker(),
                new MessageNumber.Factory(clock, random),
                events,
                new StoreMailboxAnnotationManager(mappers, rights),
                rights,
                quotas,
                new SimpleMessageSearchIndex(mappers, mappers, new DefaultTextExtractor(), attachments()),
                new NaiveThreadIdGuessingAlgorithm(),
                clock);
        this.subscriptions = new StoreSubscriptionManager(mappers, mappers, events);
        this.messageIds = new StoreMessageIdManager(
                rights,
                mappers,
                events,
                quotas.getQuotaManager(),
                quotas.getQuotaRootResolver(),
                PreDeletionHooks.NO_PRE_DELETION_HOOK);
        events.register(new MailboxAnnotationListener(mappers, sessions));
    }

    /**
     * Opens (or creates) the store: rows in {@code database}, bytes in {@code contentFolder}. One process at a time. The
     * database stays the caller's, and is closed after this; one of its connections is held.
     *
     * @throws io.gongmail.store.StoreException when it cannot be opened
     */
    public static MailStore open(Database database, Path contentFolder, MailStoreSettings settings, Clock clock) {
        ContentStore content = ContentStore.open(database, contentFolder, settings.segmentSize());
        StoredMappers mappers = new StoredMappers(database, content, settings.metadataQueue(), clock);
        MailQueues queues = MailQueues.open(database, content, QueueSettings.standard(), clock);
        return new MailStore(content, queues, new Holdings(database), mappers, new SecureRandom(), clock);
    }

    /** The bytes of messages, for who keeps some before they are in a mailbox. */
    public ContentStore content() {
        return content;
    }

    /** Mails accepted and not yet delivered. */
    public MailQueueFactory<ManageableMailQueue> queueFactory() {
        return queues;
    }

    /** Which bytes a user already has: what makes a delivery repeated after a crash find the first one. */
    public Holdings holdings() {
        return holdings;
    }

    public MailboxManager mailboxManager() {
        return mailboxes;
    }

    public SubscriptionManager subscriptionManager() {
        return subscriptions;
    }

    public MessageIdManager messageIdManager() {
        return messageIds;
    }

    public EventBus eventBus() {
        return events;
    }

    public QuotaManager quotaManager() {
        return quotas.getQuotaManager();
    }

    public QuotaRootResolver quotaRootResolver() {
        return quotas.getQuotaRootResolver();
    }

    public MaxQuotaManager maxQuotaManager() {
        return quotas.getMaxQuotaManager();
    }

    /** For James' search: attachments are not kept apart from their messages, so there is nothing to load. */
    public AttachmentContentLoader attachmentContentLoader() {
        return attachments();
    }

    private static AttachmentContentLoader attachments() {
        return (attachment, session) -> InputStream.nullInputStream();
    }

    /** Lets what waits be written, then closes writers and files. */
    @Override
    public void close() {
        queues.close();
        mappers.close();
        content.close();
    }
}
