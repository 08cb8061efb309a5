package io.gongmail.store.mail.mailbox;

import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageMoveTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(ContractExclusions.class)
class StoredMessagesMoveTest extends MessageMoveTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected MapperProvider createMapperProvider() {
        return new StoredMapperProvider(STORE);
    }
}
