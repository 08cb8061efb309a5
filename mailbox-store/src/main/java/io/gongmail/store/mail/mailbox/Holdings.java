package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.Sha256;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.apache.james.core.Username;

/**
 * Who holds which bytes. Thread-safe. One look reads the user's whole message rows: for those few questions that come
 * after a crash, not for each delivery.
 */
public final class Holdings {
    private final Database database;

    public Holdings(Database database) {
        this.database = database;
    }

    /** Whether a message of exactly these bytes is in any mailbox of {@code user}. */
    public boolean holds(Username user, Sha256 hash) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT m.uid FROM mailbox b JOIN message m ON m.mailbox = b.id"
                            + " WHERE b.user_name = ? AND m.sha256 = ?")) {
                query.setString(1, user.asString());
                query.setBytes(2, hash.octets());
                try (ResultSet found = query.executeQuery()) {
                    return found.next();
                }
            }
        });
    }
}
