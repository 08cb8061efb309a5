package io.gongmail.store.mail;

import io.gongmail.store.mail.mailbox.ContractExclusions;
import io.gongmail.store.mail.mailbox.StoreInFolder;
import io.gongmail.store.mail.quota.QuotaGroups;
import java.security.SecureRandom;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManagerTest;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James' contract of the manager, over everything that {@link Managers} puts together. */
@ExtendWith(ContractExclusions.class)
class StoredMailboxManagerTest extends MailboxManagerTest<MailboxManager> {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private Managers managers;

    @Override
    protected MailboxManager provideMailboxManager() {
        managers = new Managers(
                STORE.database(),
                -1,
                QuotaGroups.NONE,
                STORE.mappers(),
                new SimpleMessageSearchIndex(
                        STORE.mappers(), STORE.mappers(), new DefaultTextExtractor(), (attachment, session) -> null),
                new Managers.Annotations(3, 30),
                new PreDeletionHooks(preDeletionHooks(), new NoMetrics()),
                new SecureRandom(),
                STORE.clock());
        return managers.mailboxes;
    }

    @Override
    protected SubscriptionManager provideSubscriptionManager() {
        return managers.subscriptions;
    }

    @Override
    protected EventBus retrieveEventBus(MailboxManager manager) {
        return managers.events;
    }
}
