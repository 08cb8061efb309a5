package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;
import org.jspecify.annotations.Nullable;

/** Reads what was described when messages arrived. Thread-safe. Whether the reader may is for the caller to know. */
public final class MessageDescriptions {
    /** So many at most are read at once. */
    public static final int PAGE = 100;

    /** First octet of both columns: the form of what follows. What has another form is described anew by the reader. */
    private static final byte FORM = 1;

    private final Database database;
    private final MessageTable messages;

    MessageDescriptions(Database database, MessageTable messages) {
        this.database = database;
        this.messages = messages;
    }

    /** Those of the first {@link #PAGE} messages in a range that have one, by UID; an absent message is not in it. */
    public Map<MessageUid, MessageDescription> page(MailboxId mailbox, MessageUid first, MessageUid last) {
        Map<MessageUid, Sha256> hashes = new LinkedHashMap<>();
        for (MessageRow row : messages.page(MailboxNumber.of(mailbox), first.asLong(), last.asLong(), PAGE)) {
            hashes.put(MessageUid.of(row.uid()), row.content().hash());
        }
        // A second look: see MessageTable for why no statement reads both tables.
        return database.transact(tx -> {
            Map<MessageUid, MessageDescription> found = new LinkedHashMap<>();
            try (PreparedStatement query =
                    tx.connection().prepareStatement("SELECT envelope, body_structure FROM shape WHERE sha256 = ?")) {
                for (Map.Entry<MessageUid, Sha256> each : hashes.entrySet()) {
                    query.setBytes(1, each.getValue().octets());
                    read(query).ifPresent(description -> found.put(each.getKey(), description));
                }
            }
            return found;
        });
    }

    private static Optional<MessageDescription> read(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String envelope = text(row.getBytes(1));
            String structures = text(row.getBytes(2));
            int end = structures == null ? -1 : structures.indexOf('\n');
            return envelope == null || structures == null || end < 0
                    ? Optional.empty()
                    : Optional.of(new MessageDescription(
                            envelope, structures.substring(0, end), structures.substring(end + 1)));
        }
    }

    private static @Nullable String text(byte @Nullable [] column) {
        return column == null || column.length == 0 || column[0] != FORM
                ? null
                : new String(column, 1, column.length - 1, StandardCharsets.US_ASCII);
    }

    /** The column {@code envelope}, or null where it would not fit. */
    static byte @Nullable [] envelope(MessageDescription description) {
        return column(description.envelope());
    }

    /** The column {@code body_structure}, or null where it would not fit. */
    static byte @Nullable [] structure(MessageDescription description) {
        return column(description.body() + '\n' + description.bodyStructure());
    }

    private static byte @Nullable [] column(String text) {
        byte[] octets = ((char) FORM + text).getBytes(StandardCharsets.US_ASCII);
        return octets.length > Shape.LARGEST ? null : octets;
    }
}
