package io.gongmail.store.mail;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentStore;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;

/**
 * The mail of one home. Thread-safe. Who is allowed what is settled before a session is asked for: sessions come from
 * {@code mailboxManager().createSystemSession(user)} or {@code authenticate(user).withoutDelegation()}; passwords and
 * delegation are always refused here.
 */
public final class MailStore implements AutoCloseable {
    private final ContentStore content;

    private MailStore(ContentStore content) {
        this.content = content;
    }

    /**
     * Opens (or creates) the store: rows in {@code database}, bytes in {@code contentFolder}. One process at a time. The
     * database stays the caller's, and is closed after this; two of its connections are held.
     *
     * @throws io.gongmail.store.StoreException when it cannot be opened
     */
    public static MailStore open(Database database, Path contentFolder, MailStoreSettings settings, Clock clock) {
        return new MailStore(ContentStore.open(database, contentFolder, settings.segmentSize()));
    }

    public ContentStore content() {
        return content;
    }

    public MailboxManager mailboxManager() {
        throw new UnsupportedOperationException();
    }

    public SubscriptionManager subscriptionManager() {
        throw new UnsupportedOperationException();
    }

    public MessageIdManager messageIdManager() {
        throw new UnsupportedOperationException();
    }

    public EventBus eventBus() {
        throw new UnsupportedOperationException();
    }

    public QuotaManager quotaManager() {
        throw new UnsupportedOperationException();
    }

    public QuotaRootResolver quotaRootResolver() {
        throw new UnsupportedOperationException();
    }

    public MaxQuotaManager maxQuotaManager() {
        throw new UnsupportedOperationException();
    }

    /** Lets what waits be written, then closes writers and files. */
    @Override
    public void close() {
        content.close();
    }
}
