package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;

/**
 * Moves UIDs that will be given, and all mod-sequences, out of the reach of what was given after a point to which a store was
 * set back. Without it a UID would name another message than a mail program has kept under it, which UIDVALIDITY promises not to
 * happen (RFC 9051 §2.3.1.1), and a program that asks only for what changed since (RFC 7162 §3) would not hear of messages that
 * are back. Messages keep their UIDs.
 */
public final class Leap {
    /** Of 2³²: a store can be set back 4,000 times. */
    static final long UIDS = 1L << 20;

    static final long MOD_SEQUENCES = 1L << 32;

    private Leap() {}

    /** Of all mailboxes; nobody has them open. */
    public static void all(Database database) {
        database.transact(tx -> {
            // Or each row would have a lock of its own in memory.
            try (PreparedStatement whole = tx.connection().prepareStatement("LOCK TABLE message IN EXCLUSIVE MODE");
                    PreparedStatement mailboxes = tx.connection()
                            .prepareStatement("UPDATE mailbox SET last_uid = last_uid + " + UIDS
                                    + ", highest_modseq = highest_modseq + " + MOD_SEQUENCES
                                    // What went after the point is not known here.
                                    + ", expunged_from = highest_modseq + " + MOD_SEQUENCES);
                    PreparedStatement messages =
                            tx.connection().prepareStatement("UPDATE message SET modseq = modseq + " + MOD_SEQUENCES)) {
                whole.execute();
                return mailboxes.executeUpdate() + messages.executeUpdate();
            }
        });
    }
}
