package io.gongmail.store.mail;

import io.gongmail.store.mail.mailbox.StoreInFolder;
import io.gongmail.store.mail.quota.QuotaGroups;
import java.security.SecureRandom;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.SubscriptionManagerContract;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredSubscriptionManagerTest implements SubscriptionManagerContract {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private SubscriptionManager subscriptions;

    @BeforeEach
    void compose() {
        SESSION.getAttributes().clear();
        subscriptions = new Managers(
                        STORE.database(),
                        -1,
                        QuotaGroups.NONE,
                        STORE.mappers(),
                        new SimpleMessageSearchIndex(
                                STORE.mappers(),
                                STORE.mappers(),
                                new DefaultTextExtractor(),
                                (attachment, session) -> null),
                        Managers.Annotations.STANDARD,
                        PreDeletionHooks.NO_PRE_DELETION_HOOK,
                        new SecureRandom(),
                        STORE.clock())
                .subscriptions;
    }

    @Override
    public SubscriptionManager getSubscriptionManager() {
        return subscriptions;
    }
}
