package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.Sha256;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.jspecify.annotations.Nullable;

/** What the writer does to messages, inside its transaction. Each may be run several times. */
final class MessageChanges {
    /** Messages whose flags change in one transaction: 20 ms or so. */
    static final int FLAGS_AT_ONCE = 500;

    private static final String BY_UID =
            "SELECT " + MessageRow.COLUMNS + " FROM message m WHERE m.mailbox = ? AND m.uid = ?";

    private MessageChanges() {}

    /** Gives {@code row} the next UID and mod-sequence of its mailbox and stores it. */
    static MessageRow add(Writing writing, MessageRow row, @Nullable ShapeRow shape)
            throws SQLException, MailboxException {
        MailboxState mailbox = writing.mailbox(row.mailbox());
        MessageRow numbered = row.numbered(mailbox.nextUid(), mailbox.nextModSeq());
        put(writing, mailbox, numbered);
        if (shape != null) {
            describe(writing, row.content().hash(), shape);
        }
        return numbered;
    }

    /** Stores {@code row} under the numbers it has, which the mailbox gave before. */
    static MessageRow put(Writing writing, MessageRow row, @Nullable ShapeRow shape)
            throws SQLException, MailboxException {
        put(writing, writing.mailbox(row.mailbox()), row);
        if (shape != null) {
            describe(writing, row.content().hash(), shape);
        }
        return row;
    }

    private static void put(Writing writing, MailboxState mailbox, MessageRow row) {
        mailbox.lastUid = Math.max(mailbox.lastUid, row.uid());
        mailbox.highestModSeq = Math.max(mailbox.highestModSeq, row.modSeq());
        mailbox.count(row, 1);
        mailbox.remember(row.flags());
        writing.insert(row);
    }

    /** Stores what was described of content, where nothing of it is stored. */
    static void describe(Writing writing, Sha256 hash, ShapeRow shape) throws SQLException {
        if (MessageTable.hasShape(writing.connection(), hash)) {
            return;
        }
        PreparedStatement insert =
                writing.prepared("INSERT INTO shape (sha256, text_lines, properties, envelope, body_structure, arrival)"
                        + " VALUES (?, ?, ?, ?, ?, ?)");
        insert.setBytes(1, hash.octets());
        if (shape.lines() == null) {
            insert.setNull(2, Types.BIGINT);
        } else {
            insert.setLong(2, shape.lines());
        }
        insert.setBytes(3, shape.properties());
        insert.setBytes(4, shape.envelope());
        insert.setBytes(5, shape.structure());
        insert.setLong(6, writing.nextArrival());
        insert.executeUpdate();
    }

    /** Copies of messages of one mailbox in another, by the originals' UIDs; of those that are gone there is none. */
    static List<MessageRow> copy(Writing writing, long from, List<Long> uids, long to, long now)
            throws SQLException, MailboxException {
        Map<Long, MessageRow> originals = new HashMap<>();
        for (MessageRow row : Chosen.of(writing, from, uids).rows()) {
            originals.put(row.uid(), row);
        }
        List<MessageRow> copies = new ArrayList<>();
        for (long uid : uids) {
            MessageRow source = originals.get(uid);
            if (source != null) {
                MailboxState target = writing.mailbox(to);
                MessageRow copy = source.inMailbox(to)
                        .numbered(target.nextUid(), target.nextModSeq())
                        .withFlags(source.bits() | FlagBits.RECENT, source.keywords(), target.highestModSeq)
                        .savedAt(now);
                put(writing, target, copy);
                copies.add(copy);
            }
        }
        return copies;
    }

    static Optional<MessageRow> find(Writing writing, long mailbox, long uid) throws SQLException, MailboxException {
        writing.flush();
        PreparedStatement query = writing.prepared(BY_UID);
        query.setLong(1, mailbox);
        query.setLong(2, uid);
        try (ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(MessageRow.of(row).markedAt(writing.mailbox(mailbox).recentMark))
                    : Optional.empty();
        }
    }

    /** Deletes those of {@code uids} that are there, and tells what they were. */
    static List<MessageRow> delete(Writing writing, long mailbox, List<Long> uids, Deletions deletions)
            throws SQLException, MailboxException {
        Chosen gone = Chosen.of(writing, mailbox, uids);
        if (gone.rows().isEmpty()) {
            return gone.rows();
        }
        deletions.delete(writing, mailbox, gone.runs());
        delete(writing, mailbox, gone.rows().stream().map(MessageRow::uid).toList());
        MailboxState state = writing.mailbox(mailbox);
        Expunged.note(writing, state, gone.runs());
        for (MessageRow row : gone.rows()) {
            state.count(row, -1);
            writing.removed(row);
        }
        return gone.rows();
    }

    /** Deletes rows, and nothing beside. */
    static void delete(Writing writing, long mailbox, List<Long> uids) throws SQLException {
        // Each by its key: of a range Derby has to guess how much of the table it is, and may read all of it.
        PreparedStatement delete = writing.prepared("DELETE FROM message WHERE mailbox = ? AND uid = ?");
        for (long uid : uids) {
            delete.setLong(1, mailbox);
            delete.setLong(2, uid);
            delete.addBatch();
        }
        delete.executeBatch();
    }

    /** Changes the flags of one page of messages from {@code first} on; all that change get one mod-sequence. */
    static List<UpdatedFlags> updateFlags(
            Writing writing, long mailbox, FlagsUpdateCalculator calculator, long first, long last)
            throws SQLException, MailboxException {
        MailboxState state = writing.mailbox(mailbox);
        List<UpdatedFlags> updates = new ArrayList<>();
        List<MessageRow> changes = new ArrayList<>();
        long modSeq = 0;
        for (MessageRow row : MessageTable.page(writing, mailbox, first, last, FLAGS_AT_ONCE)) {
            Flags before = row.flags();
            Flags after = calculator.buildNewFlags(before);
            MessageRow changed = row;
            if (UpdatedFlags.flagsChanged(before, after)) {
                modSeq = modSeq == 0 ? state.nextModSeq() : modSeq;
                changed = row.withFlags(FlagBits.of(after), FlagBits.keywords(after), modSeq);
                changes.add(changed);
                writing.changed(changed);
                state.countUnseen(row.bits(), -1);
                state.countUnseen(changed.bits(), 1);
                state.remember(after);
            }
            updates.add(updated(changed, before, after));
        }
        setFlags(writing, changes);
        return updates;
    }

    private static void setFlags(Writing writing, List<MessageRow> changes) throws SQLException {
        PreparedStatement update = writing.prepared(
                "UPDATE message SET flags = ?, user_flags = ?, modseq = ? WHERE mailbox = ? AND uid = ?");
        for (MessageRow row : changes) {
            update.setInt(1, row.bits());
            update.setString(2, row.keywords());
            update.setLong(3, row.modSeq());
            update.setLong(4, row.mailbox());
            update.setLong(5, row.uid());
            update.addBatch();
        }
        update.executeBatch();
    }

    /** Moves the mailbox's mark on. \Recent is not a change that clients resynchronise, so nothing is numbered. */
    static void markRecent(Writing writing, long mailbox, long mark) throws SQLException, MailboxException {
        MailboxState state = writing.mailbox(mailbox);
        if (state.recentMark < mark) {
            state.recentMark = mark;
            state.changed = true;
        }
    }

    /** The same up to its end; what was recent. */
    static List<UpdatedFlags> resetRecent(Writing writing, long mailbox) throws SQLException, MailboxException {
        MailboxState state = writing.mailbox(mailbox);
        List<UpdatedFlags> updates = new ArrayList<>();
        long first = state.recentMark + 1;
        while (first <= state.lastUid) {
            List<MessageRow> page = MessageTable.page(writing, mailbox, first, state.lastUid, MessageTable.PAGE);
            for (MessageRow row : page) {
                if ((row.bits() & FlagBits.RECENT) != 0) {
                    MessageRow after = row.withFlags(row.bits() & ~FlagBits.RECENT, row.keywords(), row.modSeq());
                    updates.add(updated(row, row.flags(), after.flags()));
                }
            }
            if (page.size() < MessageTable.PAGE) {
                break;
            }
            first = page.get(page.size() - 1).uid() + 1;
        }
        markRecent(writing, mailbox, state.lastUid);
        return updates;
    }

    private static UpdatedFlags updated(MessageRow row, Flags before, Flags after) {
        return UpdatedFlags.builder()
                .uid(MessageUid.of(row.uid()))
                .messageId(row.id())
                .modSeq(ModSeq.of(row.modSeq()))
                .oldFlags(before)
                .newFlags(after)
                .build();
    }
}
