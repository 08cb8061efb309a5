package io.gongmail.store.mail.mailbox;

import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperACLTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(ContractExclusions.class)
class StoredMailboxesAclTest extends MailboxMapperACLTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected MailboxMapper createMailboxMapper() {
        return STORE.mappers().createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")));
    }
}
