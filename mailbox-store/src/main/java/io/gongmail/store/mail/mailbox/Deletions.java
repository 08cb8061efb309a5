package io.gongmail.store.mail.mailbox;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;

/** What becomes of messages that are deleted: gone at once, or kept aside in the same transaction. For the writer's thread. */
final class Deletions {
    /** Nothing is kept: of what only moves, and where nobody may have it back. */
    static final Deletions FOR_GOOD = new Deletions(false, Clock.systemUTC());

    private static final String KEEP = "INSERT INTO deleted_message (user_name, mailbox_name, deleted, internal_date,"
            + " octets, flags, user_flags, sha256) SELECT CAST(? AS VARCHAR(320)), CAST(? AS VARCHAR(600)),"
            + " CAST(? AS BIGINT), m.internal_date, m.octets, m.flags, m.user_flags, m.sha256 FROM message m"
            + MessageTable.BY_PLACE + " WHERE m.mailbox = ? AND m.uid BETWEEN ? AND ?";

    private final boolean kept;
    private final Clock clock;

    Deletions(boolean kept, Clock clock) {
        this.kept = kept;
        this.clock = clock;
    }

    /** The mailbox from which messages are deleted, and whose it is or was. */
    record From(long mailbox, String user, String name) {}

    /** When what is deleted now was deleted: milliseconds. */
    long now() {
        return clock.millis();
    }

    /** To be called before {@code runs} are deleted. */
    void delete(Writing writing, long mailbox, List<UidRun> runs) throws SQLException, MailboxException {
        if (!kept || runs.isEmpty()) {
            return;
        }
        writing.flush();
        List<Mailbox> found = MailboxTable.list(writing.connection(), "WHERE b.id = ?", mailbox);
        if (found.isEmpty()) {
            return;
        }
        From from = new From(
                mailbox, found.get(0).getUser().asString(), found.get(0).getName());
        keep(writing, from, now(), runs);
    }

    /** The same where the mailbox may be gone already. */
    void keep(Writing writing, From from, long deleted, List<UidRun> runs) throws SQLException {
        if (!kept) {
            return;
        }
        PreparedStatement keep = writing.prepared(KEEP);
        for (UidRun run : runs) {
            keep.setString(1, from.user());
            keep.setString(2, from.name());
            keep.setLong(3, deleted);
            keep.setLong(4, from.mailbox());
            keep.setLong(5, run.first());
            keep.setLong(6, run.last());
            keep.addBatch();
        }
        keep.executeBatch();
    }
}
