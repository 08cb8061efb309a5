package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Through;
import io.gongmail.store.mail.mailbox.NoticeTable.CopyState;
import io.gongmail.store.mail.mailbox.Settled.Moved;
import io.gongmail.store.mail.mailbox.StoredNotice.Stage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.jspecify.annotations.Nullable;

/**
 * Makes and takes copies of notices, for the writer's thread: a copy and the row that says that it was made come in one
 * transaction, so that none is missed and none made twice, whoever asks and whenever the server stops. Quotas are not asked: an
 * official notice reaches a mailbox that is full, and counts there.
 */
final class NoticeCopies {
    private static final String NOTICE = "SELECT " + StoredNotice.COLUMNS + " FROM notice n WHERE n.number = ?";
    private static final String COPY =
            "SELECT c.state, c.seen FROM notice_copy c" + NoticeTable.COPY + " WHERE c.notice = ? AND c.member = ?";
    private static final String ADD_COPY =
            "INSERT INTO notice_copy (notice, member, state, since, seen) VALUES (?, ?, ?, ?, ?)";
    private static final String CHANGE_COPY =
            "UPDATE notice_copy SET state = ?, since = ? WHERE notice = ? AND member = ?";
    private static final String MAILBOX = "SELECT id, uid_validity FROM mailbox" + Through.index("MAILBOX_PATH")
            + " WHERE user_name = ? AND namespace = ? AND name = ?";
    private static final String BY_ID = "SELECT " + MessageRow.COLUMNS + " FROM message m" + Through.index("MESSAGE_ID")
            + " WHERE m.id_time = ? AND m.id_random = ?";

    private final Clock clock;

    NoticeCopies(Clock clock) {
        this.clock = clock;
    }

    /** Each of {@code owed} is settled when the transaction is committed. */
    List<Settled> settle(Writing writing, List<Owed> owed) throws SQLException, MailboxException {
        // What was read within this transaction is known then.
        writing.flush();
        long now = clock.millis();
        Map<Long, Optional<StoredNotice>> notices = new HashMap<>();
        Set<Place> done = new HashSet<>();
        List<Settled> settled = new ArrayList<>(owed.size());
        List<NewCopy> made = new ArrayList<>();
        for (Owed each : owed) {
            Optional<StoredNotice> notice = notices.get(each.notice());
            if (notice == null) {
                notice = find(writing, each.notice());
                notices.put(each.notice(), notice);
            }
            @Nullable Known known = known(writing, each);
            boolean isAgain = !done.add(new Place(each.notice(), each.member()));
            if (isAgain || notice.isEmpty() || notice.get().stage() != Stage.OWED) {
                settled.add(Settled.nothing(each));
            } else if (notice.get().recalled().isPresent()) {
                settled.add(known == null ? Settled.nothing(each) : take(writing, notice.get(), each, known, now));
            } else if (known == null) {
                settled.add(make(writing, notice.get(), each, now, made));
            } else {
                settled.add(Settled.nothing(each));
            }
        }
        insert(writing, made, now);
        return settled;
    }

    private record Place(long notice, int member) {}

    private record NewCopy(Owed owed, CopyState state, boolean seen) {}

    private static void insert(Writing writing, List<NewCopy> copies, long now) throws SQLException {
        if (copies.isEmpty()) {
            return;
        }
        PreparedStatement insert = writing.prepared(ADD_COPY);
        for (NewCopy copy : copies) {
            insert.setLong(1, copy.owed().notice());
            insert.setInt(2, copy.owed().member());
            insert.setInt(3, copy.state().ordinal());
            insert.setLong(4, now);
            if (copy.seen()) {
                insert.setLong(5, now);
            } else {
                insert.setNull(5, Types.BIGINT);
            }
            insert.addBatch();
        }
        insert.executeBatch();
    }

    private static Optional<StoredNotice> find(Writing writing, long number) throws SQLException {
        PreparedStatement query = writing.prepared(NOTICE);
        query.setLong(1, number);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(StoredNotice.of(row)) : Optional.empty();
        }
    }

    /** What the table says of a member. */
    private record Known(CopyState state, boolean seen) {}

    private static @Nullable Known known(Writing writing, Owed owed) throws SQLException {
        PreparedStatement query = writing.prepared(COPY);
        query.setLong(1, owed.notice());
        query.setInt(2, owed.member());
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            CopyState state = CopyState.of(row.getInt(1));
            row.getLong(2);
            return new Known(state, !row.wasNull());
        }
    }

    private static Settled make(Writing writing, StoredNotice notice, Owed owed, long now, List<NewCopy> copies)
            throws SQLException, MailboxException {
        @Nullable Mailbox mailbox = mailbox(writing, notice, owed);
        if (mailbox == null) {
            copies.add(new NewCopy(owed, CopyState.NO_MAILBOX, false));
            return Settled.nothing(owed);
        }
        Before before = before(writing, notice, owed, now);
        copies.add(new NewCopy(owed, CopyState.DELIVERED, (notice.bits() & FlagBits.SEEN) != 0));
        MessageNumber id = NoticeIds.of(notice.idTime(), owed.member());
        MessageRow row = new MessageRow(
                MailboxNumber.of(mailbox.getMailboxId()),
                0,
                id,
                id,
                notice.internalDate(),
                now,
                before.isRead() ? notice.correction().orElseThrow().bodyStart() : notice.bodyStart(),
                notice.bits() | FlagBits.RECENT,
                notice.keywords(),
                0,
                before.isRead() ? notice.correction().orElseThrow().content() : notice.content());
        MessageRow made = MessageChanges.add(writing, row, null);
        return new Settled(owed, List.of(new Moved(mailbox, made.metaData())), before.went());
    }

    /**
     * What a member had of those whose place a notice takes.
     *
     * @param isRead whether any of them was read
     * @param went where none was: what was taken now, so that it cannot be read any more
     */
    private record Before(boolean isRead, List<Moved> went) {}

    /** A correction may itself take the place of one; each of them has the same members in the same places. */
    private static Before before(Writing writing, StoredNotice notice, Owed owed, long now)
            throws SQLException, MailboxException {
        List<Moved> went = new ArrayList<>();
        boolean isRead = false;
        Optional<StoredNotice.Correction> correction = notice.correction();
        while (correction.isPresent() && !isRead) {
            Owed older = new Owed(correction.get().of(), owed.member(), owed.owner(), true);
            Optional<StoredNotice> corrected = find(writing, older.notice());
            @Nullable Known known = known(writing, older);
            isRead = known != null && known.seen();
            if (corrected.isPresent() && corrected.get().recalled().isPresent() && known != null) {
                went.addAll(take(writing, corrected.get(), older, known, now).went());
            }
            correction = corrected.flatMap(StoredNotice::correction);
        }
        return new Before(isRead, went);
    }

    /** Where the member has it, made where it is missing: who never looked may have no mailboxes yet. Null for who is gone. */
    private static @Nullable Mailbox mailbox(Writing writing, StoredNotice notice, Owed owed) throws SQLException {
        @Nullable Mailbox found = owed.owner().isEmpty() ? null : find(writing, owed.owner(), notice.folder());
        if (found == null) {
            // Either it is called otherwise now, or its folder is to be made.
            Optional<String> owner = NoticeAudience.owner(writing.connection(), owed.notice(), owed.member());
            if (owner.isPresent()) {
                found = find(writing, owner.get(), notice.folder());
                if (found == null) {
                    found = made(writing, owner.get(), notice.folder());
                }
            }
        }
        return found;
    }

    private static @Nullable Mailbox find(Writing writing, String owner, String folder) throws SQLException {
        MailboxPath path = path(owner, folder);
        PreparedStatement query = writing.prepared(MAILBOX);
        query.setString(1, owner);
        query.setString(2, path.getNamespace());
        query.setString(3, path.getName());
        try (ResultSet row = query.executeQuery()) {
            return row.next()
                    ? new Mailbox(path, UidValidity.of(row.getLong(2)), new MailboxNumber(row.getLong(1)))
                    : null;
        }
    }

    private static Mailbox made(Writing writing, String owner, String folder) throws SQLException {
        MailboxPath path = path(owner, folder);
        UidValidity validity = UidValidity.generate();
        long id = StoredMailboxes.insert(writing.connection(), path, validity);
        MailboxOwners.subscribe(writing.connection(), path.getUser(), path.getName());
        return new Mailbox(path, validity, new MailboxNumber(id));
    }

    private static MailboxPath path(String owner, String folder) {
        return MailboxPath.forUser(Username.of(owner), folder);
    }

    private static Settled take(Writing writing, StoredNotice notice, Owed owed, Known known, long now)
            throws SQLException, MailboxException {
        if (known.state() != CopyState.DELIVERED || known.seen()) {
            return Settled.nothing(owed);
        }
        List<Moved> went = new ArrayList<>();
        for (MessageRow row : rows(writing, NoticeIds.of(notice.idTime(), owed.member()))) {
            List<Mailbox> mailbox = MailboxTable.list(writing.connection(), "WHERE b.id = ?", row.mailbox());
            // Else it was deleted, and its messages are going.
            if (!mailbox.isEmpty()) {
                for (MessageRow gone :
                        MessageChanges.delete(writing, row.mailbox(), List.of(row.uid()), Deletions.FOR_GOOD)) {
                    went.add(new Moved(mailbox.get(0), gone.metaData()));
                }
            }
        }
        PreparedStatement update = writing.prepared(CHANGE_COPY);
        update.setInt(1, (went.isEmpty() ? CopyState.DELETED : CopyState.RECALLED).ordinal());
        update.setLong(2, now);
        update.setLong(3, owed.notice());
        update.setInt(4, owed.member());
        update.executeUpdate();
        return new Settled(owed, List.of(), went);
    }

    private static List<MessageRow> rows(Writing writing, MessageNumber id) throws SQLException {
        writing.flush();
        PreparedStatement query = writing.prepared(BY_ID);
        query.setLong(1, id.time());
        query.setLong(2, id.random());
        List<MessageRow> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(MessageRow.of(row));
            }
        }
        return rows;
    }
}
