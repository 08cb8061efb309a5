package io.gongmail.store.mail;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.mailbox.MessageNumber;
import io.gongmail.store.mail.mailbox.StoredMailboxManager;
import io.gongmail.store.mail.mailbox.StoredMappers;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.QuotaGroups;
import io.gongmail.store.mail.quota.SharedLimits;
import io.gongmail.store.mail.quota.StoredLimits;
import io.gongmail.store.mail.quota.StoredQuotas;
import io.gongmail.store.mail.quota.StoredUsage;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;

/** James' managers over our mappers, put together by hand. */
final class Managers {
    /** How many annotations a mailbox may have, and how many characters each. */
    record Annotations(int number, int size) {
        static final Annotations STANDARD = new Annotations(10, 1_024);
    }

    final InVMEventBus events;
    final QuotaComponents quotas;
    final AccountQuotas accountQuotas;
    final StoredMailboxManager mailboxes;
    final StoreSubscriptionManager subscriptions;
    final StoreMessageIdManager messageIds;
    final AttachmentContentLoader attachments;
    final OpenMailboxes open;
    final FanOut fanOut;

    Managers(
            Database database,
            long quota,
            QuotaGroups groups,
            StoredMappers mappers,
            MessageSearchIndex search,
            Annotations annotations,
            PreDeletionHooks hooks,
            SecureRandom random,
            Clock clock) {
        this.attachments = (attachment, session) -> InputStream.nullInputStream();
        this.events = new InVMEventBus(
                new InVmEventDelivery(new NoMetrics()),
                RetryBackoffConfiguration.DEFAULT,
                new MemoryEventDeadLetters());
        SessionProviderImpl sessions =
                new SessionProviderImpl((user, password) -> false, (user, other) -> AuthorizationState.FORBIDDEN);
        DefaultUserQuotaRootResolver roots = new DefaultUserQuotaRootResolver(sessions, mappers);
        StoredUsage usage = new StoredUsage(database, roots::associatedUsername);
        StoredLimits limits = new StoredLimits(database, quota);
        SharedLimits shared = SharedLimits.over(groups, usage);
        this.accountQuotas = new AccountQuotas(usage, limits, shared, roots);
        this.quotas =
                new QuotaComponents(limits, new StoredQuotas(usage, limits, shared, roots::associatedUsername), roots);
        StoreRightManager rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), events);
        MessageNumber.Factory ids = new MessageNumber.Factory(clock, random);
        this.mailboxes = new StoredMailboxManager(
                mappers,
                sessions,
                new JVMMailboxPathLocker(),
                ids,
                events,
                new StoreMailboxAnnotationManager(mappers, rights, annotations.number(), annotations.size()),
                rights,
                quotas,
                search,
                hooks,
                new NaiveThreadIdGuessingAlgorithm(),
                clock);
        this.open = new OpenMailboxes(mailboxes, events);
        this.fanOut = new FanOut(mappers.copies(database, ids, clock), accountQuotas, open);
        this.subscriptions = new StoreSubscriptionManager(mappers, mappers, events);
        this.messageIds = new StoreMessageIdManager(
                rights, mappers, events, quotas.getQuotaManager(), quotas.getQuotaRootResolver(), hooks);
        events.register(new MailboxAnnotationListener(mappers, sessions));
    }
}
