package io.gongmail.store.mail.queue;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The SQL of {@code queue_item}, prepared by hand: these statements run for each mail. */
final class QueueTable {
    private static final String BY_SEQ = Through.key("QUEUE_ITEM_PK");
    private static final String COLUMNS =
            "seq, queue_name, item_id, due, priority, entered, content_hash, content_size, envelope";

    /** Number, queue, due time and priority of a row: what is read of all rows at the start. */
    record Known(long seq, String queue, long due, int priority) {}

    private final Database database;

    QueueTable(Database database) {
        this.database = database;
    }

    List<Known> known() {
        return database.transact(tx -> {
            List<Known> known = new ArrayList<>();
            try (PreparedStatement select =
                            tx.connection().prepareStatement("SELECT seq, queue_name, due, priority FROM queue_item");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(new Known(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getInt(4)));
                }
            }
            return known;
        });
    }

    /** At most {@code limit} rows of all queues behind {@code after}. */
    List<MailQueues.HeldMail> referring(long after, int limit) {
        return database.transact(tx -> {
            List<MailQueues.HeldMail> page = new ArrayList<>();
            try (PreparedStatement select = tx.connection()
                    .prepareStatement("SELECT seq, content_hash, content_size, queue_name FROM queue_item" + BY_SEQ
                            + " WHERE seq > ? ORDER BY seq")) {
                select.setLong(1, after);
                select.setMaxRows(limit);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        page.add(new MailQueues.HeldMail(
                                rows.getLong(1),
                                rows.getString(4),
                                new ContentRef(Sha256.of(rows.getBytes(2)), rows.getLong(3))));
                    }
                }
            }
            return page;
        });
    }

    Optional<QueueRow> find(long seq) {
        return database.transact(tx -> {
            try (PreparedStatement select =
                    tx.connection().prepareStatement("SELECT " + COLUMNS + " FROM queue_item WHERE seq = ?")) {
                select.setLong(1, seq);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(row(rows)) : Optional.empty();
                }
            }
        });
    }

    /** Those of one id, of whatever queue; reads the whole table. */
    List<QueueRow> ofItem(UUID id) {
        return database.transact(tx -> {
            List<QueueRow> found = new ArrayList<>();
            try (PreparedStatement select = tx.connection()
                    .prepareStatement("SELECT " + COLUMNS + " FROM queue_item WHERE item_id = ? ORDER BY seq")) {
                select.setString(1, id.toString());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(row(rows));
                    }
                }
            }
            return found;
        });
    }

    /** Those rows of {@code seqs} that are there, in that order. */
    List<QueueRow> rows(List<Long> seqs) {
        Map<Long, QueueRow> found = new HashMap<>();
        database.transact(tx -> {
            String marks = String.join(", ", Collections.nCopies(seqs.size(), "?"));
            try (PreparedStatement select = tx.connection()
                    .prepareStatement("SELECT " + COLUMNS + " FROM queue_item WHERE seq IN (" + marks + ")")) {
                for (int i = 0; i < seqs.size(); i++) {
                    select.setLong(i + 1, seqs.get(i));
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.put(rows.getLong(1), row(rows));
                    }
                }
            }
            return found.size();
        });
        return seqs.stream().filter(found::containsKey).map(found::get).toList();
    }

    private static QueueRow row(ResultSet rows) throws SQLException {
        return new QueueRow(
                rows.getLong(1),
                rows.getString(2),
                UUID.fromString(rows.getString(3)),
                rows.getLong(4),
                rows.getInt(5),
                rows.getLong(6),
                new ContentRef(Sha256.of(rows.getBytes(7)), rows.getLong(8)),
                new String(rows.getBytes(9), StandardCharsets.UTF_8));
    }

    /** All of {@code changes} in one transaction: what arrives, what changes, what goes. */
    void apply(List<Change> changes) {
        database.transact(tx -> {
            insert(tx.connection(), changes);
            update(tx.connection(), changes);
            time(tx.connection(), changes);
            delete(tx.connection(), changes);
            return changes.size();
        });
    }

    private static void insert(Connection connection, List<Change> changes) throws SQLException {
        try (Batch batch =
                new Batch(connection, "INSERT INTO queue_item (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Change change : changes) {
                if (change instanceof Change.Arrived arrived) {
                    QueueRow row = arrived.row();
                    PreparedStatement insert = batch.statement();
                    insert.setLong(1, row.seq());
                    insert.setString(2, row.queue());
                    insert.setString(3, row.id().toString());
                    insert.setLong(4, row.due());
                    insert.setInt(5, row.priority());
                    insert.setLong(6, row.entered());
                    insert.setBytes(7, row.content().hash().octets());
                    insert.setLong(8, row.content().size());
                    insert.setBytes(9, row.envelope().getBytes(StandardCharsets.UTF_8));
                    batch.add();
                }
            }
            batch.run();
        }
    }

    private static void update(Connection connection, List<Change> changes) throws SQLException {
        try (Batch batch = new Batch(
                connection,
                // What was held while it was in flight is held.
                "UPDATE queue_item SET due = CASE WHEN due = " + Tickets.SET_ASIDE
                        + " THEN due ELSE CAST(? AS BIGINT) END,"
                        + " priority = ?, content_hash = ?, content_size = ?, envelope = ? WHERE seq = ?")) {
            for (Change change : changes) {
                if (change instanceof Change.PutBack back) {
                    QueueRow row = back.row();
                    PreparedStatement update = batch.statement();
                    update.setLong(1, row.due());
                    update.setInt(2, row.priority());
                    update.setBytes(3, row.content().hash().octets());
                    update.setLong(4, row.content().size());
                    update.setBytes(5, row.envelope().getBytes(StandardCharsets.UTF_8));
                    update.setLong(6, row.seq());
                    batch.add();
                }
            }
            batch.run();
        }
    }

    private static void time(Connection connection, List<Change> changes) throws SQLException {
        try (Batch batch = new Batch(connection, "UPDATE queue_item SET due = ? WHERE seq = ?")) {
            for (Change change : changes) {
                if (change instanceof Change.Timed timed) {
                    for (Long seq : timed.seqs()) {
                        batch.statement().setLong(1, timed.due());
                        batch.statement().setLong(2, seq);
                        batch.add();
                    }
                }
            }
            batch.run();
        }
    }

    private static void delete(Connection connection, List<Change> changes) throws SQLException {
        try (Batch batch = new Batch(connection, "DELETE FROM queue_item WHERE seq = ?")) {
            for (Change change : changes) {
                if (change instanceof Change.Gone gone) {
                    for (Long seq : gone.seqs()) {
                        batch.statement().setLong(1, seq);
                        batch.add();
                    }
                }
            }
            batch.run();
        }
    }
}
