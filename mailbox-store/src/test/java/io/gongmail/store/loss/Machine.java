package io.gongmail.store.loss;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.DerbyOnDisk;
import io.gongmail.store.disk.Mount;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.MessageDescription;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;

/** Database and mail store as one boot has them. */
final class Machine implements AutoCloseable {
    /** So long what is deleted can be had back. */
    static final Duration KEPT = Duration.ofDays(14);

    /** So that nobody waits long for a disk that is dead. */
    private static final Duration SHORT = Duration.ofMillis(500);

    final Mount mount;
    final DerbyOnDisk derby;
    final MailStore store;

    private Machine(Mount mount, DerbyOnDisk derby, MailStore store) {
        this.mount = mount;
        this.derby = derby;
        this.store = store;
    }

    /** Starts what stands on {@code mount}, as the server does. */
    static Machine start(Mount mount, ContentKeys keys, Clock clock) {
        DerbyOnDisk derby = mount.mayFail() ? DerbyOnDisk.open(mount, SHORT) : DerbyOnDisk.open(mount);
        try {
            Path content = mount.files().getPath("/home/content");
            MailStore store = MailStore.open(
                    derby.database(),
                    content,
                    settings(keys),
                    message -> Optional.of(new MessageDescription("(e)", "(b)", "(s)")),
                    clock);
            return new Machine(mount, derby, store);
        } catch (RuntimeException e) {
            derby.close();
            throw e;
        }
    }

    private static MailStoreSettings settings(ContentKeys keys) {
        SweepSettings sweep = new SweepSettings(Duration.ZERO, 50, 1L << 40);
        return new MailStoreSettings(1L << 20, -1, 64, Duration.ZERO, sweep, KEPT, keys);
    }

    Database database() {
        return derby.database();
    }

    /** Whether nothing can succeed any more. */
    boolean isStopped() {
        try {
            return mount.isCrashed()
                    || database().transact(tx -> tx.connection().isClosed());
        } catch (StoreException e) {
            return true;
        }
    }

    MailboxSession session(Username user) {
        return store.mailboxManager().createSystemSession(user);
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            derby.close();
        }
    }
}
