package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which deleted message, that can still be had back, refers to which content. Thread-safe. */
public final class HeldDeletedMessages {
    private static final int PAGE = 1_000;

    /**
     * A deleted message as its row says.
     *
     * @param number counts up over all owners
     * @param owner whose it was
     * @param folder where it was, as that was called then
     */
    public record HeldDeleted(long number, String owner, String folder, ContentRef content) {}

    private final Database database;

    HeldDeletedMessages(Database database) {
        this.database = database;
    }

    /** Tells all there are, by pages of at most 1,000; no lock is held between them. */
    public void each(Consumer<List<HeldDeleted>> told) {
        long after = 0;
        for (List<HeldDeleted> page = page(after); !page.isEmpty(); page = page(after)) {
            told.accept(page);
            after = page.get(page.size() - 1).number();
        }
    }

    private List<HeldDeleted> page(long after) {
        return database.transact(tx -> {
            List<HeldDeleted> page = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT number, user_name, mailbox_name, octets, sha256 FROM deleted_message"
                            + " WHERE number > ? ORDER BY number")) {
                query.setLong(1, after);
                query.setMaxRows(PAGE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        page.add(new HeldDeleted(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                new ContentRef(Sha256.of(row.getBytes(5)), row.getLong(4))));
                    }
                }
            }
            return page;
        });
    }

    /** Whether it was neither had back nor let go meanwhile. */
    public boolean isThere(HeldDeleted message) {
        return database.transact(tx -> {
            try (PreparedStatement query =
                    tx.connection().prepareStatement("SELECT 1 FROM deleted_message WHERE number = ?")) {
                query.setLong(1, message.number());
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /** It can no longer be had back. */
    public void forget(HeldDeleted message) {
        DeletedMail.forget(database, message.number());
    }
}
