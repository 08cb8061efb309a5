package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * Messages that were deleted from mailboxes and can still be had back. They count for no limit, and nobody sees them by IMAP.
 * Thread-safe. Whether somebody may have them back is for the caller to know.
 */
public final class DeletedMail {
    private static final String BY_OWNER = Through.index("DELETED_MESSAGE_OF");
    private static final String BY_TIME = Through.index("DELETED_MESSAGE_AT");
    private static final int PAGE = 200;

    /**
     * What was deleted from one folder.
     *
     * @param folder as it was called then
     * @param octets of all together
     */
    public record Folder(String folder, long messages, long octets, Instant first, Instant last) {}

    /**
     * What is asked for.
     *
     * @param folder deleted from this alone; empty for all
     * @param since deleted then or later
     */
    public record Wanted(Optional<String> folder, Instant since) {}

    /**
     * What came of having messages back.
     *
     * @param damaged their bytes cannot be read; they stay where they are
     */
    public record Restored(long messages, long damaged) {}

    private record Row(long number, String folder, Date internalDate, Flags flags, ContentRef content) {}

    private final Database database;
    private final ContentStore content;
    private final Duration kept;
    private final Clock clock;

    /** @param kept so long; zero where nothing is kept */
    public DeletedMail(Database database, ContentStore content, Duration kept, Clock clock) {
        this.database = database;
        this.content = content;
        this.kept = kept;
        this.clock = clock;
    }

    /** By name; those from which something can be had back. */
    public List<Folder> folders(Username user) {
        return database.transact(tx -> {
            List<Folder> folders = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement(
                            "SELECT mailbox_name, COUNT(*), SUM(octets), MIN(deleted), MAX(deleted)"
                                    + " FROM deleted_message WHERE user_name = ? GROUP BY mailbox_name ORDER BY mailbox_name")) {
                query.setString(1, user.asString());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        folders.add(new Folder(
                                row.getString(1),
                                row.getLong(2),
                                row.getLong(3),
                                Instant.ofEpochMilli(row.getLong(4)),
                                Instant.ofEpochMilli(row.getLong(5))));
                    }
                }
            }
            return folders;
        });
    }

    /**
     * Puts messages back as new ones of the folders they were in, which are made where they are gone, with the flags they had. Safe
     * to repeat after a stop at any point, but the one that was under way may then be there twice.
     *
     * @param into this folder instead
     * @throws MailboxException when one cannot be put back, as where the account is full; those before are back
     */
    public Restored restore(MailboxManager mailboxes, Username user, Wanted wanted, Optional<String> into)
            throws MailboxException {
        MailboxSession session = mailboxes.createSystemSession(user);
        long restored = 0;
        long damaged = 0;
        long after = 0;
        for (List<Row> page = page(user, wanted, after); !page.isEmpty(); page = page(user, wanted, after)) {
            for (Row row : page) {
                after = row.number();
                try {
                    put(mailboxes, session, MailboxPath.forUser(user, into.orElse(row.folder())), row);
                } catch (IOException e) {
                    damaged++;
                    continue;
                }
                forget(database, row.number());
                restored++;
            }
        }
        return new Restored(restored, damaged);
    }

    private void put(MailboxManager mailboxes, MailboxSession session, MailboxPath path, Row row)
            throws MailboxException, IOException {
        try (InputStream whole = content.open(row.content())) {
            // Before the first octet of a copy is made.
            whole.transferTo(java.io.OutputStream.nullOutputStream());
        }
        opened(mailboxes, session, path)
                .appendMessage(
                        MessageManager.AppendCommand.builder()
                                .withFlags(row.flags())
                                .withInternalDate(row.internalDate())
                                .notRecent()
                                .build(new Content() {
                                    @Override
                                    public InputStream getInputStream() throws IOException {
                                        return content.open(row.content());
                                    }

                                    @Override
                                    public long size() {
                                        return row.content().size();
                                    }
                                }),
                        session);
    }

    private static MessageManager opened(MailboxManager mailboxes, MailboxSession session, MailboxPath path)
            throws MailboxException {
        try {
            return mailboxes.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            try {
                mailboxes.createMailbox(path, session);
            } catch (MailboxExistsException raced) {
                // Its owner made it meanwhile.
            }
            return mailboxes.getMailbox(path, session);
        }
    }

    private List<Row> page(Username user, Wanted wanted, long after) {
        return database.transact(tx -> {
            List<Row> rows = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT number, mailbox_name, internal_date, flags, user_flags, octets, sha256"
                            + " FROM deleted_message" + BY_OWNER
                            + " WHERE user_name = ? AND number > ? AND deleted >= ?"
                            + (wanted.folder().isPresent() ? " AND mailbox_name = ?" : "")
                            + " ORDER BY user_name, number")) {
                query.setString(1, user.asString());
                query.setLong(2, after);
                query.setLong(3, wanted.since().toEpochMilli());
                if (wanted.folder().isPresent()) {
                    query.setString(4, wanted.folder().get());
                }
                query.setMaxRows(PAGE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        Flags flags =
                                FlagBits.flags(row.getInt(4) & ~(FlagBits.DELETED | FlagBits.RECENT), row.getString(5));
                        rows.add(new Row(
                                row.getLong(1),
                                row.getString(2),
                                new Date(row.getLong(3)),
                                flags,
                                new ContentRef(Sha256.of(row.getBytes(7)), row.getLong(6))));
                    }
                }
            }
            return rows;
        });
    }

    static void forget(Database database, long number) {
        database.transact(tx -> {
            try (PreparedStatement delete =
                    tx.connection().prepareStatement("DELETE FROM deleted_message WHERE number = ?")) {
                delete.setLong(1, number);
                return delete.executeUpdate();
            }
        });
    }

    /** Lets go what was deleted longer ago than it is kept, some at a time; tells how many. */
    public int forgetOld() {
        long before = clock.instant().minus(kept).toEpochMilli();
        int gone = 0;
        int some;
        do {
            some = database.transact(tx -> forgetSome(tx.connection(), before));
            gone += some;
        } while (some == PAGE);
        return gone;
    }

    private static int forgetSome(Connection connection, long before) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT number FROM deleted_message" + BY_TIME + " WHERE deleted < ? ORDER BY deleted")) {
            query.setLong(1, before);
            query.setMaxRows(PAGE);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM deleted_message WHERE number = ?")) {
            for (long number : numbers) {
                delete.setLong(1, number);
                delete.addBatch();
            }
            delete.executeBatch();
        }
        return numbers.size();
    }

    /** Of an account that is erased nothing can be had back. */
    static void forget(Connection connection, Username user) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM deleted_message WHERE user_name = ?")) {
            delete.setString(1, user.asString());
            delete.executeUpdate();
        }
    }
}
