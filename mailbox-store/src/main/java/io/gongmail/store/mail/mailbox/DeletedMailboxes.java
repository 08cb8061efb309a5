package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes mailboxes: at once for everybody who looks, and their messages some in each transaction, so that nobody waits for a
 * large one. What a stop of the server interrupts goes on at the next start. Thread-safe.
 */
final class DeletedMailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(DeletedMailboxes.class);

    private static final String NEXT = "SELECT uid FROM message" + MessageTable.BY_PLACE
            + " WHERE mailbox = ? ORDER BY mailbox, uid FETCH FIRST " + StoredMessages.AT_ONCE + " ROWS ONLY";

    private final MetadataWriter writer;
    private final Deletions deletions;

    DeletedMailboxes(MetadataWriter writer, Deletions deletions) {
        this.writer = writer;
        this.deletions = deletions;
    }

    /** Returns when nothing of it is left but what can be had back; where there is none, nothing happens. */
    void delete(long mailbox) throws MailboxException {
        if (writer.run(writing -> begin(writing, mailbox))) {
            empty(mailbox);
        }
    }

    /** Goes on with what a stop interrupted. */
    void resume(Database database) {
        List<Long> interrupted = database.transact(tx -> {
            List<Long> found = new ArrayList<>();
            try (Statement query = tx.connection().createStatement();
                    ResultSet row = query.executeQuery("SELECT mailbox FROM deleted_mailbox ORDER BY mailbox")) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
            return found;
        });
        for (long mailbox : interrupted) {
            LOG.info("mailbox {} was deleted when the server stopped: its messages go now", mailbox);
            try {
                empty(mailbox);
            } catch (MailboxException e) {
                throw new StoreException(
                        Kind.BROKEN, "deleting mailbox " + mailbox + " does not go on: " + e.getMessage(), e);
            }
        }
    }

    /** From the commit on nobody sees the mailbox. Whether there was one. */
    boolean begin(Writing writing, long mailbox) throws SQLException {
        writing.flush();
        List<Mailbox> found = MailboxTable.list(writing.connection(), "WHERE b.id = ?", mailbox);
        if (found.isEmpty()) {
            return false;
        }
        PreparedStatement insert = writing.prepared(
                "INSERT INTO deleted_mailbox (mailbox, user_name, mailbox_name, deleted) VALUES (?, ?, ?, ?)");
        insert.setLong(1, mailbox);
        insert.setString(2, found.get(0).getUser().asString());
        insert.setString(3, found.get(0).getName());
        insert.setLong(4, deletions.now());
        insert.executeUpdate();
        for (String sql : List.of(
                "DELETE FROM mailbox_grant WHERE mailbox = ?",
                "DELETE FROM annotation WHERE mailbox = ?",
                "DELETE FROM mailbox_metadata WHERE mailbox = ?",
                "DELETE FROM mailbox WHERE id = ?")) {
            PreparedStatement delete = writing.prepared(sql);
            delete.setLong(1, mailbox);
            delete.executeUpdate();
        }
        writing.forget(mailbox);
        return true;
    }

    private void empty(long mailbox) throws MailboxException {
        boolean more = true;
        while (more) {
            more = writer.runPart(writing -> deleteSome(writing, mailbox));
        }
    }

    /** Whether there may be more. */
    private boolean deleteSome(Writing writing, long mailbox) throws SQLException {
        List<Long> uids = next(writing, mailbox);
        if (!uids.isEmpty()) {
            keep(writing, mailbox, new UidRun(uids.get(0), uids.get(uids.size() - 1)));
            MessageChanges.delete(writing, mailbox, uids);
        }
        if (uids.size() == StoredMessages.AT_ONCE) {
            return true;
        }
        Expunged.forget(writing, mailbox, Long.MAX_VALUE);
        PreparedStatement delete = writing.prepared("DELETE FROM deleted_mailbox WHERE mailbox = ?");
        delete.setLong(1, mailbox);
        delete.executeUpdate();
        return false;
    }

    private void keep(Writing writing, long mailbox, UidRun run) throws SQLException {
        PreparedStatement query =
                writing.prepared("SELECT user_name, mailbox_name, deleted FROM deleted_mailbox WHERE mailbox = ?");
        query.setLong(1, mailbox);
        try (ResultSet row = query.executeQuery()) {
            if (row.next()) {
                deletions.keep(
                        writing,
                        new Deletions.From(mailbox, row.getString(1), row.getString(2)),
                        row.getLong(3),
                        List.of(run));
            }
        }
    }

    private static List<Long> next(Writing writing, long mailbox) throws SQLException {
        PreparedStatement query = writing.prepared(NEXT);
        query.setLong(1, mailbox);
        List<Long> uids = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                uids.add(row.getLong(1));
            }
        }
        return uids;
    }
}
