package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Which contents any mailbox holds. Thread-safe. */
public final class Held {
    private static final int READ_AT_ONCE = 5_000;

    /** What a mailbox that went counts for. */
    private static final long MAILBOX = 1_000;

    private final Database database;
    private final MessageTable messages;
    private final AtomicLong deleted = new AtomicLong();

    Held(Database database, MessageTable messages) {
        this.database = database;
        this.messages = messages;
    }

    /**
     * Walks through all messages there are, by pages, and tells the content of each; the same one as often as it is held. Of
     * each hash the first half is told, the other is zero.
     */
    public void each(Consumer<Sha256> told) {
        for (long mailbox : mailboxes()) {
            long next = 1;
            while (true) {
                long[] page = messages.members(mailbox, next, READ_AT_ONCE);
                for (int i = 0; i < page.length; i += 3) {
                    told.accept(new Sha256(page[i + 1], page[i + 2], 0, 0));
                }
                if (page.length < 3 * READ_AT_ONCE) {
                    break;
                }
                next = page[page.length - 3] + 1;
            }
        }
    }

    /** Also those that are gone for everybody and whose messages are still going, until these can be had back. */
    private List<Long> mailboxes() {
        return database.transact(tx -> {
            List<Long> found = ids(tx.connection(), "SELECT id FROM mailbox ORDER BY id");
            // In this order: a mailbox that is deleted meanwhile goes from there to here.
            found.addAll(ids(tx.connection(), "SELECT mailbox FROM deleted_mailbox ORDER BY mailbox"));
            return found;
        });
    }

    private static List<Long> ids(Connection connection, String sql) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }

    /** Messages deleted since this was made, and mailboxes, each of which counts as a thousand. */
    public long deleted() {
        return deleted.get();
    }

    /** For the writer's thread. */
    void committed(Committed changes) {
        long rows = changes.byMailbox().values().stream()
                .flatMap(List::stream)
                .filter(change -> !change.added())
                .count();
        deleted.addAndGet(rows + MAILBOX * changes.dropped().size());
    }
}
