package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.UidValidity;
import org.jspecify.annotations.Nullable;

/** Gives a message that is in one mailbox to INBOXes too, as new there and without its bytes being read. Thread-safe. */
public final class InboxCopies {
    /** INBOXes that get it in one transaction: 20 ms or so. */
    public static final int AT_ONCE = StoredMessages.AT_ONCE;

    private static final String OF_USER = "SELECT id, uid_validity, namespace, name, messages, octets FROM mailbox"
            + Through.index("MAILBOX_PATH") + " WHERE user_name = ?";

    private final Database database;
    private final MetadataWriter writer;
    private final MessageNumber.Factory ids;
    private final Clock clock;

    InboxCopies(Database database, MetadataWriter writer, MessageNumber.Factory ids, Clock clock) {
        this.database = database;
        this.writer = writer;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Where mail for a user goes.
     *
     * @param messages how many the user has in all mailboxes
     * @param octets what these weigh together
     */
    public record Inbox(Mailbox mailbox, long messages, long octets) {}

    /** A message that is in an INBOX now. */
    public record Copied(Inbox inbox, MessageMetaData message) {}

    /** Of those of {@code users} who have one. */
    public Map<Username, Inbox> inboxes(List<Username> users) {
        return database.transact(tx -> {
            Map<Username, Inbox> found = new LinkedHashMap<>();
            try (PreparedStatement query = tx.connection().prepareStatement(OF_USER)) {
                for (Username user : users) {
                    query.setString(1, user.asString());
                    try (ResultSet row = query.executeQuery()) {
                        @Nullable Inbox inbox = inbox(user, row);
                        if (inbox != null) {
                            found.put(user, inbox);
                        }
                    }
                }
            }
            return found;
        });
    }

    private static @Nullable Inbox inbox(Username user, ResultSet row) throws SQLException {
        MailboxPath path = MailboxPath.inbox(user);
        Mailbox inbox = null;
        long messages = 0;
        long octets = 0;
        while (row.next()) {
            messages += row.getLong(5);
            octets += row.getLong(6);
            if (row.getString(3).equals(MailboxConstants.USER_NAMESPACE)
                    && row.getString(4).equals(path.getName())) {
                inbox = new Mailbox(path, UidValidity.of(row.getLong(2)), new MailboxNumber(row.getLong(1)));
            }
        }
        return inbox == null ? null : new Inbox(inbox, messages, octets);
    }

    /**
     * Copies {@code source} in one transaction, and returns when it is durable. INBOXes that went meanwhile get nothing; none
     * does when the source is gone.
     *
     * @param inboxes at most {@link #AT_ONCE}, each once
     */
    public List<Copied> copy(ComposedMessageId source, List<Inbox> inboxes) throws MailboxException {
        return writer.run(writing -> {
            Optional<MessageRow> original = MessageChanges.find(
                    writing,
                    MailboxNumber.of(source.getMailboxId()),
                    source.getUid().asLong());
            List<Copied> copied = new ArrayList<>();
            if (original.isPresent()) {
                for (Inbox inbox : inboxes) {
                    Optional<MessageRow> row = copy(writing, original.get(), inbox);
                    row.ifPresent(copy -> copied.add(new Copied(inbox, copy.metaData())));
                }
            }
            return copied;
        });
    }

    private Optional<MessageRow> copy(Writing writing, MessageRow original, Inbox inbox)
            throws SQLException, MailboxException {
        MessageNumber id = ids.generate();
        MessageRow row = new MessageRow(
                MailboxNumber.of(inbox.mailbox().getMailboxId()),
                0,
                id,
                id,
                original.internalDate(),
                clock.millis(),
                original.bodyStart(),
                FlagBits.RECENT,
                null,
                0,
                original.content());
        try {
            return Optional.of(MessageChanges.add(writing, row, null));
        } catch (MailboxNotFoundException e) {
            return Optional.empty();
        }
    }
}
