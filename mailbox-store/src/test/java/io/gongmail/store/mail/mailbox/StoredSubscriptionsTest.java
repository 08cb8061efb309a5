package io.gongmail.store.mail.mailbox;

import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.SubscriptionMapperTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(ContractExclusions.class)
class StoredSubscriptionsTest extends SubscriptionMapperTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected SubscriptionMapper createSubscriptionMapper() {
        return STORE.mappers().createSubscriptionMapper(null);
    }
}
