package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/**
 * What is noted on mailboxes (RFC 5464): entries below {@code /shared} are one for all, others each user's own, whoever the mailbox
 * belongs to. James keeps one {@code /private} for all users of a mailbox, and text alone. Entries go with their mailbox. Thread-safe;
 * calls block.
 */
public final class MailboxMetadata {
    /** Octets of an entry's value (RFC 5464 §4.1: 1024 at least). */
    public static final int MOST_OCTETS = 8 * 1024;
    /** Characters of an entry's name. */
    public static final int LONGEST_NAME = 250;

    private static final String SHARED = "/shared/";
    private static final String ALL = "";

    private final Database database;
    private final MetadataWriter writer;

    MailboxMetadata(Database database, MetadataWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    /** The entries that are shared and those of {@code user}, by name. */
    public SortedMap<String, byte[]> of(MailboxId mailbox, Username user) {
        return database.transact(transaction -> {
            try (PreparedStatement query = transaction
                    .connection()
                    .prepareStatement("SELECT entry, content FROM mailbox_metadata"
                            + " WHERE mailbox = ? AND user_name IN ('', ?)")) {
                query.setLong(1, MailboxNumber.of(mailbox));
                query.setString(2, user.asString());
                SortedMap<String, byte[]> entries = new TreeMap<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        entries.put(row.getString(1), row.getBytes(2));
                    }
                }
                return entries;
            }
        });
    }

    /**
     * Sets all of these entries or none: an empty one goes, others become what is given.
     *
     * @param changes names in lower case and of at most {@link #LONGEST_NAME} characters, values of at most {@link #MOST_OCTETS}
     * @param most entries of a mailbox that are shared, and as many of each user's own (RFC 5464 §4.1: 10 at least)
     * @return false where there would be more; where there are more already, none may be added
     */
    public boolean set(MailboxId mailbox, Username user, Map<String, Optional<byte[]>> changes, int most)
            throws MailboxException {
        long number = MailboxNumber.of(mailbox);
        return writer.run(writing -> {
            Map<String, Set<String>> names = new HashMap<>();
            Map<String, Integer> before = new HashMap<>();
            for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
                String owner = owner(change.getKey(), user);
                if (!names.containsKey(owner)) {
                    names.put(owner, names(writing, number, owner));
                    before.put(owner, names.get(owner).size());
                }
                Set<String> there = names.get(owner);
                if (change.getValue().isEmpty()) {
                    there.remove(change.getKey());
                } else {
                    there.add(change.getKey());
                }
            }
            if (names.entrySet().stream()
                    .anyMatch(there ->
                            there.getValue().size() > Math.max(most, before.getOrDefault(there.getKey(), 0)))) {
                return false; // Nothing is written yet.
            }
            for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
                write(writing, number, owner(change.getKey(), user), change.getKey(), change.getValue());
            }
            return true;
        });
    }

    private static String owner(String entry, Username user) {
        return entry.startsWith(SHARED) ? ALL : user.asString();
    }

    private static Set<String> names(Writing writing, long mailbox, String owner) throws SQLException {
        PreparedStatement query =
                writing.prepared("SELECT entry FROM mailbox_metadata WHERE mailbox = ? AND user_name = ?");
        query.setLong(1, mailbox);
        query.setString(2, owner);
        Set<String> names = new HashSet<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private static void write(Writing writing, long mailbox, String owner, String entry, Optional<byte[]> value)
            throws SQLException {
        PreparedStatement delete =
                writing.prepared("DELETE FROM mailbox_metadata WHERE mailbox = ? AND user_name = ? AND entry = ?");
        delete.setLong(1, mailbox);
        delete.setString(2, owner);
        delete.setString(3, entry);
        delete.executeUpdate();
        if (value.isPresent()) {
            PreparedStatement insert = writing.prepared(
                    "INSERT INTO mailbox_metadata (mailbox, user_name, entry, content) VALUES (?, ?, ?, ?)");
            insert.setLong(1, mailbox);
            insert.setString(2, owner);
            insert.setString(3, entry);
            insert.setBytes(4, value.get());
            insert.executeUpdate();
        }
    }
}
