package io.gongmail.store.mail.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** Notes that copies of notices had \Seen for the first time, whatever becomes of them afterwards. For the writer's thread. */
final class NoticeReads {
    private NoticeReads() {}

    static void note(Writing writing, Set<MessageNumber> read, long now) throws SQLException {
        PreparedStatement query = writing.prepared("SELECT number FROM notice WHERE id_time = ?");
        PreparedStatement update =
                writing.prepared("UPDATE notice_copy SET seen = ? WHERE notice = ? AND member = ? AND seen IS NULL");
        boolean any = false;
        for (MessageNumber id : read) {
            query.setLong(1, id.time());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    update.setLong(1, now);
                    update.setLong(2, row.getLong(1));
                    update.setInt(3, NoticeIds.member(id));
                    update.addBatch();
                    any = true;
                }
            }
        }
        if (any) {
            update.executeBatch();
        }
    }
}
