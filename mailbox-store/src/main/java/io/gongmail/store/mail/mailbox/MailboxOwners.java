package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;

/**
 * Changes whose all the mailboxes of a user are, where nobody is signed in as that user. Messages belong to a mailbox and not to
 * its owner, so they are not touched, however many there are. Thread-safe.
 */
public final class MailboxOwners {
    /** Messages deleted in one transaction, so that nobody waits long for it. */
    private static final int AT_ONCE = 1_000;

    /** Where handed on mailboxes are. */
    private static final String HANDED_ON = "인수";

    private static final char DELIMITER = MailboxConstants.DEFAULT_DELIMITER;

    private final Database database;
    private final StoredMailboxes mailboxes;
    private final MailboxNames names;

    MailboxOwners(Database database, StoredMailboxes mailboxes, MailboxNames names) {
        this.names = names;
        this.database = database;
        this.mailboxes = mailboxes;
    }

    /**
     * The user has another name, which has no mailboxes yet: mailboxes, subscriptions, what was deleted, notices, and what others
     * share with the user go along, in the caller's transaction.
     */
    public void follow(Transaction transaction, Username from, Username to) throws SQLException {
        transaction.afterwards(names::forget);
        for (String table : List.of("mailbox", "subscription", "deleted_message")) {
            try (PreparedStatement update = transaction
                    .connection()
                    .prepareStatement("UPDATE " + table + " SET user_name = ? WHERE user_name = ?")) {
                update.setString(1, to.asString());
                update.setString(2, from.asString());
                update.executeUpdate();
            }
        }
        try (PreparedStatement update = transaction
                .connection()
                .prepareStatement("UPDATE quota_limit SET name = ? WHERE scope = 'User' AND name = ?")) {
            update.setString(1, quotaRoot(to));
            update.setString(2, quotaRoot(from));
            update.executeUpdate();
        }
        NoticeAudience.rename(transaction.connection(), from.asString(), to.asString());
        for (Map.Entry<Long, String> shared : shared(transaction, from).entrySet()) {
            rewrite(transaction, shared.getKey(), renamed(MailboxTable.acl(shared.getValue()), from, to));
        }
        try (PreparedStatement update =
                transaction.connection().prepareStatement("UPDATE mailbox_grant SET grantee = ? WHERE grantee = ?")) {
            update.setString(1, to.asString());
            update.setString(2, from.asString());
            update.executeUpdate();
        }
    }

    /** As James' resolver of quota roots names it. */
    private static String quotaRoot(Username user) {
        return MailboxConstants.USER_NAMESPACE + DefaultUserQuotaRootResolver.SEPARATOR + user.asString();
    }

    /** ACLs of mailboxes that are shared with a user, by the number of the mailbox. */
    private static Map<Long, String> shared(Transaction transaction, Username grantee) throws SQLException {
        Map<Long, String> found = new LinkedHashMap<>();
        try (PreparedStatement query = transaction
                .connection()
                .prepareStatement("SELECT b.id, b.acl FROM mailbox b JOIN mailbox_grant g ON g.mailbox = b.id"
                        + " WHERE g.grantee = ?")) {
            query.setString(1, grantee.asString());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.put(row.getLong(1), row.getString(2));
                }
            }
        }
        return found;
    }

    private static MailboxACL renamed(MailboxACL acl, Username from, Username to) {
        Map<EntryKey, Rfc4314Rights> entries = new LinkedHashMap<>();
        acl.getEntries().forEach((key, rights) -> {
            boolean theirs = key.getNameType() == NameType.user && key.getName().equals(from.asString());
            entries.put(theirs ? EntryKey.createUserEntryKey(to, key.isNegative()) : key, rights);
        });
        return new MailboxACL(entries);
    }

    private static MailboxACL without(MailboxACL acl, Username user) {
        Map<EntryKey, Rfc4314Rights> entries = new LinkedHashMap<>(acl.getEntries());
        entries.keySet()
                .removeIf(key ->
                        key.getNameType() == NameType.user && key.getName().equals(user.asString()));
        return new MailboxACL(entries);
    }

    private static void rewrite(Transaction transaction, long mailbox, MailboxACL acl) throws SQLException {
        try (PreparedStatement update =
                transaction.connection().prepareStatement("UPDATE mailbox SET acl = ? WHERE id = ?")) {
            update.setString(1, MailboxTable.text(acl));
            update.setLong(2, mailbox);
            update.executeUpdate();
        }
    }

    /**
     * The mailboxes of {@code from} become folders of {@code to}, below one that is named after {@code from}, in the caller's
     * transaction; nobody else shares in them any more. What stands there under that name stays beside it.
     */
    public void handOn(Transaction transaction, Username from, Username to) throws SQLException {
        transaction.afterwards(names::forget);
        Connection connection = transaction.connection();
        // What is owed to who has left comes to nobody.
        NoticeAudience.rename(connection, from.asString(), "");
        List<Mailbox> handed = MailboxTable.list(connection, "WHERE b.user_name = ?", from.asString());
        if (handed.isEmpty()) {
            return;
        }
        String root = made(connection, to, HANDED_ON);
        String folder = made(
                connection,
                to,
                free(connection, to, root + DELIMITER + from.asString().replace(DELIMITER, '_')));
        try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE mailbox SET user_name = ?, namespace = ?, name = ?, acl = '' WHERE id = ?");
                PreparedStatement grants = connection.prepareStatement("DELETE FROM mailbox_grant WHERE mailbox = ?")) {
            for (Mailbox mailbox : handed) {
                long id = MailboxNumber.of(mailbox.getMailboxId());
                String name = folder + DELIMITER + mailbox.getName();
                update.setString(1, to.asString());
                update.setString(2, MailboxConstants.USER_NAMESPACE);
                update.setString(3, name);
                update.setLong(4, id);
                update.executeUpdate();
                grants.setLong(1, id);
                grants.executeUpdate();
                subscribe(connection, to, name);
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM subscription WHERE user_name = ?")) {
            delete.setString(1, from.asString());
            delete.executeUpdate();
        }
    }

    /** The name, with a number behind where there is one of it. */
    private static String free(Connection connection, Username user, String name) throws SQLException {
        String free = name;
        for (int number = 2; isThere(connection, user, free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private static boolean isThere(Connection connection, Username user, String name) throws SQLException {
        return !MailboxTable.list(
                        connection,
                        "WHERE b.user_name = ? AND b.namespace = ? AND b.name = ?",
                        user.asString(),
                        MailboxConstants.USER_NAMESPACE,
                        name)
                .isEmpty();
    }

    /** The folder of that name, made and subscribed to where it is not there. */
    private static String made(Connection connection, Username user, String name) throws SQLException {
        if (!isThere(connection, user, name)) {
            MailboxPath path = MailboxPath.forUser(user, name);
            StoredMailboxes.insert(connection, path, UidValidity.generate());
            subscribe(connection, user, name);
        }
        return name;
    }

    static void subscribe(Connection connection, Username user, String name) throws SQLException {
        try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM subscription WHERE user_name = ? AND mailbox = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO subscription (user_name, mailbox) VALUES (?, ?)")) {
            for (PreparedStatement statement : List.of(delete, insert)) {
                statement.setString(1, user.asString());
                statement.setString(2, name);
                statement.executeUpdate();
            }
        }
    }

    /**
     * Deletes all mailboxes of a user, some messages in each transaction; safe to repeat after a stop at any point. Nothing
     * of it can be had back, and nobody shares anything with that user any more.
     */
    public void erase(Username user) {
        while (true) {
            List<Mailbox> found = database.transact(transaction ->
                    MailboxTable.list(transaction.connection(), "WHERE b.user_name = ?", user.asString()));
            if (found.isEmpty()) {
                break;
            }
            for (Mailbox mailbox : found) {
                empty(MailboxNumber.of(mailbox.getMailboxId()));
                mailboxes.delete(mailbox).block();
            }
        }
        database.transact(transaction -> {
            transaction.afterwards(names::forget);
            try (PreparedStatement delete =
                    transaction.connection().prepareStatement("DELETE FROM subscription WHERE user_name = ?")) {
                delete.setString(1, user.asString());
                delete.executeUpdate();
            }
            DeletedMail.forget(transaction.connection(), user);
            NoticeAudience.rename(transaction.connection(), user.asString(), "");
            for (Map.Entry<Long, String> shared : shared(transaction, user).entrySet()) {
                rewrite(transaction, shared.getKey(), without(MailboxTable.acl(shared.getValue()), user));
            }
            try (PreparedStatement delete =
                    transaction.connection().prepareStatement("DELETE FROM mailbox_grant WHERE grantee = ?")) {
                delete.setString(1, user.asString());
                delete.executeUpdate();
            }
            try (PreparedStatement delete = transaction
                    .connection()
                    .prepareStatement("DELETE FROM quota_limit WHERE scope = 'User' AND name = ?")) {
                delete.setString(1, quotaRoot(user));
                return delete.executeUpdate();
            }
        });
    }

    private void empty(long mailbox) {
        boolean more = true;
        while (more) {
            more = database.transact(transaction -> deleteSome(transaction, mailbox));
        }
    }

    private static boolean deleteSome(Transaction transaction, long mailbox) throws SQLException {
        List<Long> uids = new ArrayList<>();
        try (PreparedStatement query = transaction
                .connection()
                .prepareStatement("SELECT uid FROM message" + MessageTable.BY_PLACE
                        + " WHERE mailbox = ? ORDER BY uid FETCH FIRST " + AT_ONCE + " ROWS ONLY")) {
            query.setLong(1, mailbox);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    uids.add(row.getLong(1));
                }
            }
        }
        if (!uids.isEmpty()) {
            try (PreparedStatement delete =
                    transaction.connection().prepareStatement("DELETE FROM message WHERE mailbox = ? AND uid = ?")) {
                for (long uid : uids) {
                    delete.setLong(1, mailbox);
                    delete.setLong(2, uid);
                    delete.addBatch();
                }
                delete.executeBatch();
            }
        }
        return uids.size() == AT_ONCE;
    }
}
