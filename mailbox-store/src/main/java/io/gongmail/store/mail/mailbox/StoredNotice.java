package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A notice as its row says.
 *
 * @param number given when it is stored; 0 before
 * @param idTime what its copies' message ids have in common
 * @param bits system flags as {@link FlagBits} has them
 * @param keywords user flags, one a line
 * @param accepted milliseconds, as {@code recalled} is
 * @param correction empty where it corrects none
 */
public record StoredNotice(
        long number,
        String id,
        long idTime,
        String folder,
        long internalDate,
        int bits,
        @Nullable String keywords,
        ContentRef content,
        int bodyStart,
        int members,
        Stage stage,
        long accepted,
        OptionalLong recalled,
        Optional<Correction> correction) {
    /**
     * That it takes the place of another one.
     *
     * @param of the number of that
     * @param content what those get in the place of it who had read that
     * @param bodyStart of this
     */
    public record Correction(long of, ContentRef content, int bodyStart) {}

    /** What is still to be done, in the table by its place. */
    public enum Stage {
        /** Its audience is being written; it was not accepted yet. */
        WRITTEN,
        /** Copies are still to be made, or taken. */
        OWED,
        DONE,
        /** Its rows go. */
        FORGOTTEN
    }

    static final String COLUMNS =
            "n.number, n.id, n.id_time, n.folder, n.internal_date, n.flags, n.user_flags, n.octets,"
                    + " n.body_start, n.sha256, n.members, n.stage, n.accepted, n.recalled,"
                    + " n.corrects, n.marked_octets, n.marked_body_start, n.marked_sha256";

    static StoredNotice of(ResultSet row) throws SQLException {
        long recalled = row.getLong(14);
        OptionalLong recalledAt = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(recalled);
        return new StoredNotice(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                row.getInt(6),
                row.getString(7),
                new ContentRef(Sha256.of(row.getBytes(10)), row.getLong(8)),
                row.getInt(9),
                row.getInt(11),
                Stage.values()[row.getInt(12)],
                row.getLong(13),
                recalledAt,
                correction(row));
    }

    private static Optional<Correction> correction(ResultSet row) throws SQLException {
        long of = row.getLong(15);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new Correction(
                        of, new ContentRef(Sha256.of(row.getBytes(18)), row.getLong(16)), row.getInt(17)));
    }
}
