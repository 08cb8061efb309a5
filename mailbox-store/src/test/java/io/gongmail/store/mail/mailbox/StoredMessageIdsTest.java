package io.gongmail.store.mail.mailbox;

import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageIdMapperTest;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(ContractExclusions.class)
class StoredMessageIdsTest extends MessageIdMapperTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected MapperProvider provideMapper() {
        return new StoredMapperProvider(STORE);
    }

    @Override
    protected UpdatableTickingClock updatableTickingClock() {
        return STORE.clock();
    }
}
