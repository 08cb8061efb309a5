package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxId;

/**
 * What mailboxes were made for (RFC 6154 §3), kept as the annotation that it is to those who ask for it as one (§4). It goes with the
 * mailbox. Thread-safe; calls block.
 */
public final class MailboxUses {
    /** The entry of RFC 6154 §4. */
    public static final String ENTRY = "/private/specialuse";

    private final Database database;
    private final MetadataWriter writer;

    MailboxUses(Database database, MetadataWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    /** What the mailboxes of a user were made for, by name; those for which it was not said are not there. */
    public Map<String, String> of(Username owner) {
        return database.transact(transaction -> {
            try (PreparedStatement query = transaction
                    .connection()
                    .prepareStatement("SELECT b.name, a.content FROM mailbox b JOIN annotation a ON a.mailbox = b.id"
                            + " WHERE b.user_name = ? AND b.namespace = ? AND a.entry = ?")) {
                query.setString(1, owner.asString());
                query.setString(2, MailboxConstants.USER_NAMESPACE);
                query.setString(3, ENTRY);
                Map<String, String> uses = new HashMap<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        uses.put(row.getString(1), row.getString(2));
                    }
                }
                return uses;
            }
        });
    }

    /** Says what a mailbox is for. */
    public void give(MailboxId mailbox, String use) throws MailboxException {
        writer.run(writing -> {
            PreparedStatement delete = writing.prepared("DELETE FROM annotation WHERE mailbox = ? AND entry = ?");
            delete.setLong(1, MailboxNumber.of(mailbox));
            delete.setString(2, ENTRY);
            delete.executeUpdate();
            PreparedStatement insert =
                    writing.prepared("INSERT INTO annotation (mailbox, entry, content) VALUES (?, ?, ?)");
            insert.setLong(1, MailboxNumber.of(mailbox));
            insert.setString(2, ENTRY);
            insert.setString(3, use);
            return insert.executeUpdate();
        });
    }
}
