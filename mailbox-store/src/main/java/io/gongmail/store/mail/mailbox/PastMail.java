package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** What accounts had, out of the copy of a database. Thread-safe. */
public final class PastMail {
    /** So many messages are read at once. */
    public static final int PAGE = MessageTable.PAGE;

    private final Database copy;

    public PastMail(Database copy) {
        this.copy = copy;
    }

    /** A mailbox as it was. */
    public record Folder(long id, String name) {}

    /** The mailboxes that {@code user} had, by name. */
    public List<Folder> folders(String user) {
        return copy.transact(tx -> {
            List<Folder> folders = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT id, name FROM mailbox WHERE user_name = ? ORDER BY name")) {
                query.setString(1, user);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        folders.add(new Folder(row.getLong(1), row.getString(2)));
                    }
                }
            }
            return folders;
        });
    }

    /** The next messages by UID, at most {@link #PAGE}. */
    public List<ListedMessage> page(Folder folder, long first) {
        return copy.transact(tx -> {
            List<ListedMessage> page = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT " + MessageRow.COLUMNS + " FROM message m" + MessageTable.BY_PLACE
                            + " WHERE m.mailbox = ? AND m.uid >= ? ORDER BY m.mailbox, m.uid")) {
                query.setLong(1, folder.id());
                query.setLong(2, first);
                query.setMaxRows(PAGE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        page.add(ListedMessage.of(MessageRow.of(row)));
                    }
                }
            }
            return page;
        });
    }
}
