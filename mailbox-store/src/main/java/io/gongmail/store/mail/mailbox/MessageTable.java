package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.Properties;

/** Reads messages. Thread-safe. */
final class MessageTable {
    /** So many rows are read at once; between pages no lock is held. */
    static final int PAGE = 1_000;

    /** Behind the table's name in a statement that reads by mailbox and UID. */
    static final String BY_PLACE = Through.key("MESSAGE_PLACE");

    /** The same for what was described, by content. */
    static final String BY_HASH = Through.key("SHAPE_HASH");

    // No statement reads both tables: Derby would hold the mailbox's lock while it waits for a message's, and the
    // writer
    // takes them the other way round.
    private static final String RANGE = "SELECT " + MessageRow.COLUMNS + " FROM message m" + BY_PLACE
            + " WHERE m.mailbox = ? AND m.uid BETWEEN ? AND ? ORDER BY m.mailbox, m.uid";

    private final Database database;
    private final ContentStore content;

    MessageTable(Database database, ContentStore content) {
        this.database = database;
        this.content = content;
    }

    static long first(MessageRange range) {
        return switch (range.getType()) {
            case ALL -> 1;
            case FROM, ONE, RANGE -> range.getUidFrom().asLong();
        };
    }

    static long last(MessageRange range) {
        return switch (range.getType()) {
            case ALL, FROM -> Long.MAX_VALUE;
            case ONE -> range.getUidFrom().asLong();
            case RANGE -> range.getUidTo().asLong();
        };
    }

    /** Rows by UID, at most {@code limit} of them. */
    List<MessageRow> page(long mailbox, long first, long last, int limit) {
        return database.transact(tx -> {
            long mark = recentMark(tx.connection(), mailbox).orElse(0);
            List<MessageRow> rows = new ArrayList<>();
            try (PreparedStatement query = tx.connection().prepareStatement(RANGE)) {
                read(query, mailbox, first, last, limit, mark, rows);
            }
            return rows;
        });
    }

    /** The same within a transaction of the writer. */
    static List<MessageRow> page(Writing writing, long mailbox, long first, long last, int limit)
            throws SQLException, MailboxException {
        writing.flush();
        List<MessageRow> rows = new ArrayList<>();
        read(writing.prepared(RANGE), mailbox, first, last, limit, writing.mailbox(mailbox).recentMark, rows);
        return rows;
    }

    private static void read(
            PreparedStatement query, long mailbox, long first, long last, int limit, long mark, List<MessageRow> into)
            throws SQLException {
        query.setLong(1, mailbox);
        query.setLong(2, first);
        query.setLong(3, last);
        query.setMaxRows(limit);
        query.setFetchSize(Math.min(limit, PAGE));
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                into.add(MessageRow.of(result).markedAt(mark));
            }
        }
    }

    private static OptionalLong recentMark(Connection connection, long mailbox) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT recent_mark FROM mailbox WHERE id = ?")) {
            query.setLong(1, mailbox);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Every row of these messages, in whatever mailbox. */
    List<MessageRow> byId(Collection<MessageId> ids) {
        return database.transact(tx -> {
            List<MessageRow> found = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT " + MessageRow.COLUMNS + " FROM message m"
                            + " WHERE m.id_time = ? AND m.id_random = ? ORDER BY m.mailbox, m.uid")) {
                for (MessageId id : ids) {
                    query.setLong(1, ((MessageNumber) id).time());
                    query.setLong(2, ((MessageNumber) id).random());
                    try (ResultSet result = query.executeQuery()) {
                        while (result.next()) {
                            found.add(MessageRow.of(result));
                        }
                    }
                }
            }
            List<MessageRow> rows = new ArrayList<>();
            for (MessageRow row : found) {
                OptionalLong mark = recentMark(tx.connection(), row.mailbox());
                if (mark.isPresent()) { // Else its mailbox was deleted, and it is going.
                    rows.add(row.markedAt(mark.getAsLong()));
                }
            }
            return rows;
        });
    }

    /** UIDs in a range for which {@code condition} holds, in order; one column, so cheap. */
    List<MessageUid> uids(long mailbox, long first, long last, String condition, int limit) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement(
                            "SELECT m.uid FROM message m" + BY_PLACE + " WHERE m.mailbox = ? AND m.uid BETWEEN ? AND ?"
                                    + condition + " ORDER BY m.mailbox, m.uid")) {
                query.setLong(1, mailbox);
                query.setLong(2, first);
                query.setLong(3, last);
                query.setMaxRows(limit);
                query.setFetchSize(limit == 0 ? PAGE : Math.min(limit, PAGE));
                List<MessageUid> uids = new ArrayList<>();
                try (ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        uids.add(MessageUid.of(result.getLong(1)));
                    }
                }
                return uids;
            }
        });
    }

    /**
     * The first {@code limit} members from a UID on, three numbers for each: UID and the first half of the content's hash.
     */
    long[] members(long mailbox, long first, int limit) {
        return database.transact(tx -> {
            long[] members = new long[3 * limit];
            int size = 0;
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT m.uid, m.sha256 FROM message m" + BY_PLACE
                            + " WHERE m.mailbox = ? AND m.uid >= ?" + " ORDER BY m.mailbox, m.uid")) {
                query.setLong(1, mailbox);
                query.setLong(2, first);
                query.setMaxRows(limit);
                query.setFetchSize(PAGE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        Sha256 hash = Sha256.of(row.getBytes(2));
                        members[size++] = row.getLong(1);
                        members[size++] = hash.first();
                        members[size++] = hash.second();
                    }
                }
            }
            return Arrays.copyOf(members, size);
        });
    }

    MailboxMessage message(MessageRow row) {
        return new StoredMessage(row, content, () -> properties(row.content().hash()));
    }

    private Properties properties(Sha256 hash) {
        return database.transact(tx -> {
            try (PreparedStatement query =
                    tx.connection().prepareStatement("SELECT properties, text_lines FROM shape WHERE sha256 = ?")) {
                query.setBytes(1, hash.octets());
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        return new Properties(List.of(), null);
                    }
                    long lines = row.getLong(2);
                    return row.wasNull() ? Shape.read(row.getBytes(1), null) : Shape.read(row.getBytes(1), lines);
                }
            }
        });
    }

    static boolean hasShape(Connection connection, Sha256 hash) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM shape WHERE sha256 = ?")) {
            query.setBytes(1, hash.octets());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    boolean hasShape(Sha256 hash) {
        return database.transact(tx -> hasShape(tx.connection(), hash));
    }
}
