package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has lain in folders of a name for longer than it is to lie there, through the managers, so that open sessions
 * hear of it. One thread at a time.
 */
public final class AgedMail {
    private static final Logger LOG = LoggerFactory.getLogger(AgedMail.class);
    private static final int MAILBOXES_AT_ONCE = 500;
    private static final int MESSAGES_AT_ONCE = 500;

    private record Owned(long mailbox, Username user) {}

    private final Database database;
    private final MailboxManager mailboxes;

    public AgedMail(Database database, MailboxManager mailboxes) {
        this.database = database;
        this.mailboxes = mailboxes;
    }

    /**
     * Deletes from that folder of every user what was put there before {@code before}, some at a time; tells how many. A folder
     * from which nothing can be deleted now is left for the next time.
     *
     * @param folder as mail programs name it
     */
    public int delete(String folder, Instant before) {
        int gone = 0;
        long after = 0;
        for (List<Owned> some = named(folder, after); !some.isEmpty(); some = named(folder, after)) {
            for (Owned each : some) {
                after = each.mailbox();
                try {
                    gone += delete(each, before);
                } catch (MailboxException e) {
                    LOG.warn("folder {} of {} keeps its old mail for now: {}", folder, each.user(), e.toString());
                }
            }
        }
        return gone;
    }

    private int delete(Owned folder, Instant before) throws MailboxException {
        MailboxSession session = mailboxes.createSystemSession(folder.user());
        int gone = 0;
        List<MessageUid> old = old(folder.mailbox(), before);
        while (!old.isEmpty()) {
            try {
                mailboxes
                        .getMailbox(new MailboxNumber(folder.mailbox()), session)
                        .delete(old, session);
            } catch (MailboxNotFoundException e) {
                return gone; // Its owner deleted it meanwhile.
            }
            gone += old.size();
            old = old.size() < MESSAGES_AT_ONCE ? List.of() : old(folder.mailbox(), before);
        }
        return gone;
    }

    private List<Owned> named(String folder, long after) {
        return database.transact(tx -> {
            List<Owned> found = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT id, user_name FROM mailbox WHERE id > ? AND name = ? ORDER BY id")) {
                query.setLong(1, after);
                query.setString(2, folder);
                query.setMaxRows(MAILBOXES_AT_ONCE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new Owned(row.getLong(1), Username.of(row.getString(2))));
                    }
                }
            }
            return found;
        });
    }

    /** A message that was copied or moved counts from then. */
    private List<MessageUid> old(long mailbox, Instant before) {
        return database.transact(tx -> {
            List<MessageUid> uids = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT uid FROM message" + MessageTable.BY_PLACE + " WHERE mailbox = ?"
                            + " AND COALESCE(save_date, internal_date) < ? ORDER BY mailbox, uid")) {
                query.setLong(1, mailbox);
                query.setLong(2, before.toEpochMilli());
                query.setMaxRows(MESSAGES_AT_ONCE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        uids.add(MessageUid.of(row.getLong(1)));
                    }
                }
            }
            return uids;
        });
    }
}
