package io.gongmail.store.mail.mailbox;

import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.model.AnnotationMapperTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(ContractExclusions.class)
class StoredAnnotationsTest extends AnnotationMapperTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected AnnotationMapper createAnnotationMapper() {
        return STORE.mappers().createAnnotationMapper(null);
    }

    @Override
    protected MailboxId generateMailboxId() {
        return new StoredMapperProvider(STORE).generateId();
    }
}
