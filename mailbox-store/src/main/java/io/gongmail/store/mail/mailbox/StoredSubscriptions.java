package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.model.Subscription;

/** James' subscription mapper. Thread-safe: one serves all sessions. */
final class StoredSubscriptions implements SubscriptionMapper {
    private final Database database;
    private final MetadataWriter writer;

    StoredSubscriptions(Database database, MetadataWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public void save(Subscription subscription) throws SubscriptionException {
        change(writing -> {
            delete(writing, subscription);
            PreparedStatement insert = writing.prepared("INSERT INTO subscription (user_name, mailbox) VALUES (?, ?)");
            insert.setString(1, subscription.getUser().asString());
            insert.setString(2, subscription.getMailbox());
            return insert.executeUpdate();
        });
    }

    @Override
    public void delete(Subscription subscription) throws SubscriptionException {
        change(writing -> delete(writing, subscription));
    }

    private static int delete(Writing writing, Subscription subscription) throws java.sql.SQLException {
        PreparedStatement delete = writing.prepared("DELETE FROM subscription WHERE user_name = ? AND mailbox = ?");
        delete.setString(1, subscription.getUser().asString());
        delete.setString(2, subscription.getMailbox());
        return delete.executeUpdate();
    }

    private void change(MetadataWriter.Change<Integer> change) throws SubscriptionException {
        try {
            writer.run(change);
        } catch (MailboxException e) {
            throw new SubscriptionException(e);
        }
    }

    @Override
    public List<Subscription> findSubscriptionsForUser(Username user) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT mailbox FROM subscription WHERE user_name = ? ORDER BY mailbox")) {
                query.setString(1, user.asString());
                List<Subscription> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new Subscription(user, row.getString(1)));
                    }
                }
                return found;
            }
        });
    }
}
