package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.mailbox.MailboxCounts.Counts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;

/** Reads mailboxes. Thread-safe. */
final class MailboxTable {
    private static final String MAILBOX =
            "SELECT b.id, b.namespace, b.user_name, b.name, b.uid_validity, b.acl FROM mailbox b ";

    private final Database database;

    MailboxTable(Database database) {
        this.database = database;
    }

    Optional<Mailbox> find(MailboxPath path) {
        return first(list(
                "WHERE b.user_name = ? AND b.namespace = ? AND b.name = ?",
                user(path),
                path.getNamespace(),
                path.getName()));
    }

    Optional<Mailbox> find(long id) {
        return first(list("WHERE b.id = ?", id));
    }

    List<Mailbox> of(Username user, String namespace) {
        return list("WHERE b.user_name = ? AND b.namespace = ?", user.asString(), namespace);
    }

    List<Mailbox> sharedWith(Username user) {
        return list("JOIN mailbox_grant g ON g.mailbox = b.id WHERE g.grantee = ?", user.asString());
    }

    List<Mailbox> all() {
        return list("ORDER BY b.id");
    }

    static String user(MailboxPath path) {
        return path.getUser() == null ? "" : path.getUser().asString();
    }

    private static Optional<Mailbox> first(List<Mailbox> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    private List<Mailbox> list(String condition, Object... parameters) {
        return database.transact(tx -> list(tx.connection(), condition, parameters));
    }

    static List<Mailbox> list(Connection connection, String condition, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(MAILBOX + condition)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            List<Mailbox> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(mailbox(row));
                }
            }
            return found;
        }
    }

    private static Mailbox mailbox(ResultSet row) throws SQLException {
        Mailbox mailbox = new Mailbox(
                new MailboxPath(row.getString(2), Username.of(row.getString(3)), row.getString(4)),
                UidValidity.of(row.getLong(5)),
                new MailboxNumber(row.getLong(1)));
        mailbox.setACL(acl(row.getString(6)));
        return mailbox;
    }

    /** Numbers and counts; empty when there is no such mailbox. */
    Optional<Counts> counts(long id) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT last_uid, highest_modseq, messages, unseen, octets, recent_mark, keywords"
                            + " FROM mailbox WHERE id = ?")) {
                query.setLong(1, id);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Counts(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    FlagBits.lines(row.getString(7))))
                            : Optional.empty();
                }
            }
        });
    }

    /** An ACL as text: one entry a line, name and rights apart by a tab. */
    static String text(MailboxACL acl) {
        List<String> lines = new ArrayList<>();
        acl.getEntries().forEach((key, rights) -> lines.add(key.serialize() + "\t" + rights.serialize()));
        lines.sort(String::compareTo);
        return String.join("\n", lines);
    }

    static MailboxACL acl(String text) {
        Map<EntryKey, Rfc4314Rights> entries = new LinkedHashMap<>();
        try {
            for (String line : FlagBits.lines(text)) {
                int tab = line.lastIndexOf('\t');
                entries.put(
                        EntryKey.deserialize(line.substring(0, tab)),
                        Rfc4314Rights.deserialize(line.substring(tab + 1)));
            }
        } catch (UnsupportedRightException e) {
            throw new StoreException(Kind.BROKEN, "an ACL in the table has an unknown right", e);
        }
        return new MailboxACL(entries);
    }
}
