package io.gongmail.store.mail;

import io.gongmail.store.mail.mailbox.ContractExclusions;
import io.gongmail.store.mail.mailbox.StoreInFolder;
import io.gongmail.store.mail.quota.QuotaGroups;
import io.gongmail.store.mail.search.MailSearch;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.search.AbstractMessageSearchIndexTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** James' contract of searches, answered by the index: each test waits until it has caught up. */
@ExtendWith(ContractExclusions.class)
class SearchContractTest extends AbstractMessageSearchIndexTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @TempDir
    Path folder;

    private MailSearch search;

    @Override
    protected void initializeMailboxManager() {
        search = MailSearch.openAtOnce(folder.resolve("search"), STORE.mappers());
        Managers managers = new Managers(
                STORE.database(),
                -1,
                QuotaGroups.NONE,
                STORE.mappers(),
                search.index(),
                Managers.Annotations.STANDARD,
                PreDeletionHooks.NO_PRE_DELETION_HOOK,
                new SecureRandom(),
                STORE.clock());
        storeMailboxManager = managers.mailboxes;
        messageIdManager = managers.messageIds;
        messageSearchIndex = search.index();
        eventBus = managers.events;
        messageIdFactory = STORE.ids();
    }

    @AfterEach
    void close() {
        search.close();
    }

    @Override
    protected void awaitMessageCount(List<MailboxId> mailboxes, SearchQuery query, long count) {
        search.caughtUp().join();
    }

    @Override
    protected MessageId initNewBasedMessageId() {
        return STORE.ids().generate();
    }

    @Override
    protected MessageId initOtherBasedMessageId() {
        return STORE.ids().generate();
    }
}
