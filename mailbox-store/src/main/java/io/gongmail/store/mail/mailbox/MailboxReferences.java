package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.References;
import io.gongmail.store.mail.content.Sha256;
import java.sql.PreparedStatement;
import java.util.Set;
import java.util.function.Consumer;

/** What mailboxes and messages deleted from them refer to, and what is kept of each content beside its bytes. */
final class MailboxReferences implements References {
    private final Database database;
    private final Held held;
    private final HeldDeletedMessages deleted;
    private final ArrivedContents contents;

    MailboxReferences(Database database, Held held, HeldDeletedMessages deleted, ArrivedContents contents) {
        this.database = database;
        this.held = held;
        this.deleted = deleted;
        this.contents = contents;
    }

    @Override
    public void each(Consumer<Sha256> told) {
        // Before anything goes: what arrives from here on is claimed.
        contents.keepLast();
        held.each(told);
        // In this order: what is deleted meanwhile goes from there to here.
        deleted.each(
                page -> page.forEach(message -> told.accept(message.content().hash())));
    }

    @Override
    public void forget(Set<Sha256> going) {
        database.transact(tx -> {
            try (PreparedStatement delete = tx.connection().prepareStatement("DELETE FROM shape WHERE sha256 = ?")) {
                for (Sha256 hash : going) {
                    delete.setBytes(1, hash.octets());
                    delete.addBatch();
                }
                delete.executeBatch();
            }
            return going.size();
        });
    }
}
