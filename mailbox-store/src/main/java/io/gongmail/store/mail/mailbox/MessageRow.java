package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Date;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code message}.
 *
 * @param bits system flags as {@link FlagBits} has them
 * @param keywords user flags, one a line
 * @param savedAt milliseconds, null when not known
 */
record MessageRow(
        long mailbox,
        long uid,
        MessageNumber id,
        MessageNumber thread,
        long internalDate,
        @Nullable Long savedAt,
        int bodyStart,
        int bits,
        @Nullable String keywords,
        long modSeq,
        ContentRef content) {
    static final String COLUMNS = "m.mailbox, m.uid, m.id_time, m.id_random, m.thread_time, m.thread_random,"
            + " m.internal_date, m.save_date, m.octets, m.body_start, m.flags, m.user_flags, m.modseq, m.sha256";
    static final String INSERT = "INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random,"
            + " internal_date, save_date, octets, body_start, flags, user_flags, modseq, sha256)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static MessageRow of(ResultSet row) throws SQLException {
        long saved = row.getLong(8);
        Long savedAt = row.wasNull() ? null : saved;
        return new MessageRow(
                row.getLong(1),
                row.getLong(2),
                new MessageNumber(row.getLong(3), row.getLong(4)),
                new MessageNumber(row.getLong(5), row.getLong(6)),
                row.getLong(7),
                savedAt,
                row.getInt(10),
                row.getInt(11),
                row.getString(12),
                row.getLong(13),
                new ContentRef(Sha256.of(row.getBytes(14)), row.getLong(9)));
    }

    void into(PreparedStatement insert) throws SQLException {
        insert.setLong(1, mailbox);
        insert.setLong(2, uid);
        insert.setLong(3, id.time());
        insert.setLong(4, id.random());
        insert.setLong(5, thread.time());
        insert.setLong(6, thread.random());
        insert.setLong(7, internalDate);
        if (savedAt == null) {
            insert.setNull(8, Types.BIGINT);
        } else {
            insert.setLong(8, savedAt);
        }
        insert.setLong(9, content.size());
        insert.setInt(10, bodyStart);
        insert.setInt(11, bits);
        insert.setString(12, keywords);
        insert.setLong(13, modSeq);
        insert.setBytes(14, content.hash().octets());
    }

    Flags flags() {
        return FlagBits.flags(bits, keywords);
    }

    MessageRow withFlags(int newBits, @Nullable String newKeywords, long newModSeq) {
        return new MessageRow(
                mailbox, uid, id, thread, internalDate, savedAt, bodyStart, newBits, newKeywords, newModSeq, content);
    }

    MessageRow numbered(long newUid, long newModSeq) {
        return new MessageRow(
                mailbox, newUid, id, thread, internalDate, savedAt, bodyStart, bits, keywords, newModSeq, content);
    }

    MessageRow savedAt(long millis) {
        return new MessageRow(
                mailbox, uid, id, thread, internalDate, millis, bodyStart, bits, keywords, modSeq, content);
    }

    MessageRow inMailbox(long newMailbox) {
        return new MessageRow(
                newMailbox, uid, id, thread, internalDate, savedAt, bodyStart, bits, keywords, modSeq, content);
    }

    /** Without \\Recent when the mailbox's mark has passed it. */
    MessageRow markedAt(long recentMark) {
        return uid <= recentMark && (bits & FlagBits.RECENT) != 0
                ? withFlags(bits & ~FlagBits.RECENT, keywords, modSeq)
                : this;
    }

    MessageMetaData metaData() {
        return new MessageMetaData(
                MessageUid.of(uid),
                ModSeq.of(modSeq),
                flags(),
                content.size(),
                new Date(internalDate),
                Optional.ofNullable(savedAt).map(Date::new),
                id,
                ThreadId.fromBaseMessageId(thread));
    }
}
