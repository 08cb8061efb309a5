package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which UIDs of a mailbox went since a mod-sequence (RFC 7162 §3.2). Of each mailbox the last some thousand runs are
 * remembered; whoever was away for longer is told every UID that is not there. Thread-safe.
 */
final class Expunged {
    /** Behind the table's name in a statement that reads by mailbox. */
    static final String BY_PLACE = Through.key("EXPUNGED_PLACE");

    /** Runs of a mailbox that are kept when older ones are forgotten. */
    static final int KEPT = 2_000;

    /** One in so many changes of a mailbox looks whether there are too many. */
    private static final int FORGETTING = 16;

    private static final String MANY = "SELECT modseq FROM expunged" + BY_PLACE
            + " WHERE mailbox = ? ORDER BY modseq DESC OFFSET " + KEPT + " ROWS FETCH NEXT 1 ROWS ONLY";

    private final Database database;

    Expunged(Database database) {
        this.database = database;
    }

    /** Notes that {@code runs} go, under the next mod-sequence of the mailbox. */
    static void note(Writing writing, MailboxState mailbox, List<UidRun> runs) throws SQLException {
        long modSeq = mailbox.nextModSeq();
        PreparedStatement insert =
                writing.prepared("INSERT INTO expunged (mailbox, modseq, first_uid, last_uid) VALUES (?, ?, ?, ?)");
        for (UidRun run : runs) {
            insert.setLong(1, mailbox.id);
            insert.setLong(2, modSeq);
            insert.setLong(3, run.first());
            insert.setLong(4, run.last());
            insert.addBatch();
        }
        insert.executeBatch();
        if (modSeq % FORGETTING == 0) {
            forget(writing, mailbox.id);
        }
    }

    private static void forget(Writing writing, long mailbox) throws SQLException {
        PreparedStatement many = writing.prepared(MANY);
        many.setLong(1, mailbox);
        long last;
        try (ResultSet row = many.executeQuery()) {
            if (!row.next()) {
                return;
            }
            last = row.getLong(1);
        }
        forget(writing, mailbox, last);
        PreparedStatement update = writing.prepared("UPDATE mailbox SET expunged_from = ? WHERE id = ?");
        update.setLong(1, last);
        update.setLong(2, mailbox);
        update.executeUpdate();
    }

    /** Forgets what went up to a mod-sequence. */
    static void forget(Writing writing, long mailbox, long modSeq) throws SQLException {
        PreparedStatement query = writing.prepared("SELECT modseq, first_uid FROM expunged" + BY_PLACE
                + " WHERE mailbox = ? AND modseq <= ? ORDER BY mailbox, modseq, first_uid");
        query.setLong(1, mailbox);
        query.setLong(2, modSeq);
        PreparedStatement delete =
                writing.prepared("DELETE FROM expunged WHERE mailbox = ? AND modseq = ? AND first_uid = ?");
        int found = 0;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                delete.setLong(1, mailbox);
                delete.setLong(2, row.getLong(1));
                delete.setLong(3, row.getLong(2));
                delete.addBatch();
                found++;
            }
        }
        if (found > 0) {
            delete.executeBatch();
        }
    }

    /** By UID; they may overlap. Empty when what went since then is not remembered any more. */
    Optional<List<UidRun>> since(long mailbox, long modSeq) {
        return database.transact(tx -> {
            if (modSeq < forgotten(tx.connection(), mailbox)) {
                return Optional.empty();
            }
            List<UidRun> runs = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT first_uid, last_uid FROM expunged" + BY_PLACE
                            + " WHERE mailbox = ? AND modseq > ?" + " ORDER BY first_uid")) {
                query.setLong(1, mailbox);
                query.setLong(2, modSeq);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        runs.add(new UidRun(row.getLong(1), row.getLong(2)));
                    }
                }
            }
            return Optional.of(runs);
        });
    }

    private static long forgotten(Connection connection, long mailbox) throws SQLException {
        return number(connection, "SELECT expunged_from FROM mailbox WHERE id = ?", mailbox, Long.MAX_VALUE);
    }

    /** The last UID that the mailbox gave, whether it is there or not; 0 for none. */
    long lastUid(long mailbox) {
        return database.transact(
                tx -> number(tx.connection(), "SELECT last_uid FROM mailbox WHERE id = ?", mailbox, 0));
    }

    private static long number(Connection connection, String sql, long mailbox, long otherwise) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, mailbox);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : otherwise;
            }
        }
    }
}
