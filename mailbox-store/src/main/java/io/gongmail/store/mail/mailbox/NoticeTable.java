package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads notices and what became of them, and writes what nobody is told of yet or any more. Thread-safe. */
public final class NoticeTable {
    /** So many may be in one audience. */
    public static final int MOST_MEMBERS = 1_000_000;

    /** Copies are read and forgotten so many at once; between pages no lock is held. */
    public static final int PAGE = 2_000;

    /** Behind the table's name in a statement that reads by notice and member. */
    static final String COPY = Through.key("NOTICE_COPY_PLACE");

    /** What a copy can be in, in the table by its place. */
    public enum CopyState {
        /** Never in the table: those have no row. */
        NONE,
        DELIVERED,
        NO_MAILBOX,
        RECALLED,
        /** When it was recalled the owner had deleted it unread. */
        DELETED;

        static CopyState of(int state) {
            return values()[state];
        }
    }

    private final Database database;

    NoticeTable(Database database) {
        this.database = database;
    }

    /**
     * What became of it for one member.
     *
     * @param since milliseconds, as {@code seen} is: when it first had \Seen
     */
    public record Copy(int member, CopyState state, long since, OptionalLong seen) {}

    /** Members of an audience, by their places. */
    public record Members(int first, List<String> owners) {
        /** The place after them. */
        public int end() {
            return first + owners.size();
        }
    }

    /** How many copies are in a state, and how many of these had \Seen. */
    public record Count(CopyState state, int copies, int seen) {}

    public Optional<StoredNotice> find(String id) {
        return list("WHERE n.id = ?", query -> query.setString(1, id)).stream().findAny();
    }

    /** All there are, also those that are not accepted yet or being forgotten. */
    public List<StoredNotice> all() {
        return list("ORDER BY n.number", query -> {});
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement query) throws SQLException;
    }

    private List<StoredNotice> list(String condition, Parameters parameters) {
        return database.transact(tx -> {
            List<StoredNotice> found = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT " + StoredNotice.COLUMNS + " FROM notice n " + condition)) {
                parameters.set(query);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(StoredNotice.of(row));
                    }
                }
            }
            return found;
        });
    }

    /**
     * Stores a notice, in a transaction of its own. Nobody is owed it before it is accepted ({@link NoticeWriter#post}).
     *
     * @param idTime the copies' message ids get this time, or a later one where there is a notice with it
     */
    long insert(StoredNotice draft, long idTime) {
        return database.transact(tx ->
                insert(tx.connection(), draft, Math.max(idTime, lastIdTime(tx.connection()) + 1)));
    }

    private static long lastIdTime(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT MAX(id_time) FROM notice")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long insert(Connection connection, StoredNotice draft, long idTime) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO notice (id, id_time, folder, internal_date, flags, user_flags, octets, body_start, sha256,"
                        + " members, stage, accepted, corrects, marked_octets, marked_body_start, marked_sha256)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, draft.id());
            insert.setLong(2, idTime);
            insert.setString(3, draft.folder());
            insert.setLong(4, draft.internalDate());
            insert.setInt(5, draft.bits());
            insert.setString(6, draft.keywords());
            insert.setLong(7, draft.content().size());
            insert.setInt(8, draft.bodyStart());
            insert.setBytes(9, draft.content().hash().octets());
            insert.setInt(10, draft.members());
            insert.setInt(11, draft.stage().ordinal());
            insert.setLong(12, draft.accepted());
            StoredNotice.Correction correction = draft.correction().orElse(null);
            insert.setObject(13, correction == null ? null : correction.of(), Types.BIGINT);
            insert.setObject(
                    14, correction == null ? null : correction.content().size(), Types.BIGINT);
            insert.setObject(15, correction == null ? null : correction.bodyStart(), Types.INTEGER);
            insert.setBytes(
                    16, correction == null ? null : correction.content().hash().octets());
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                return key.getLong(1);
            }
        }
    }

    /** The next members from {@code first} on, which is the first of all or the end of those before. */
    public Optional<Members> members(long notice, int first) {
        return database.transact(tx -> NoticeAudience.page(tx.connection(), notice, first));
    }

    /** All members, by their places; the empty text is one whose account was erased. */
    public List<String> owners(long notice) {
        List<String> owners = new ArrayList<>();
        for (Optional<Members> page = members(notice, 0);
                page.isPresent();
                page = members(notice, page.get().end())) {
            owners.addAll(page.get().owners());
        }
        return owners;
    }

    /** Those of the members from {@code first} to {@code end}, without it, that there is something to tell of; by member. */
    public List<Copy> copies(long notice, int first, int end) {
        return database.transact(tx -> {
            List<Copy> copies = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT c.member, c.state, c.since, c.seen FROM notice_copy c" + COPY
                            + " WHERE c.notice = ? AND c.member >= ? AND c.member < ? ORDER BY c.notice, c.member")) {
                query.setLong(1, notice);
                query.setInt(2, first);
                query.setInt(3, end);
                query.setFetchSize(PAGE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        long seen = row.getLong(4);
                        OptionalLong seenAt = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seen);
                        copies.add(new Copy(row.getInt(1), CopyState.of(row.getInt(2)), row.getLong(3), seenAt));
                    }
                }
            }
            return copies;
        });
    }

    /** Those of the members whose copy is in some mailbox, wherever it was moved. */
    public BitSet present(StoredNotice notice, int first, int end) {
        return database.transact(tx -> {
            BitSet present = new BitSet();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT m.id_random FROM message m" + Through.index("MESSAGE_ID")
                            + " WHERE m.id_time = ? AND m.id_random >= ? AND m.id_random < ?")) {
                query.setLong(1, notice.idTime());
                query.setLong(2, NoticeIds.of(notice.idTime(), first).random());
                query.setLong(3, NoticeIds.of(notice.idTime(), end).random());
                query.setFetchSize(PAGE);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        present.set(NoticeIds.member(new MessageNumber(notice.idTime(), row.getLong(1))));
                    }
                }
            }
            return present;
        });
    }

    /** Of all copies of a notice, by state. */
    public List<Count> counts(long notice) {
        return database.transact(tx -> {
            List<Count> counts = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT c.state, COUNT(*), COUNT(c.seen) FROM notice_copy c" + COPY
                            + " WHERE c.notice = ? GROUP BY c.state")) {
                query.setLong(1, notice);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        counts.add(new Count(CopyState.of(row.getInt(1)), row.getInt(2), row.getInt(3)));
                    }
                }
            }
            return counts;
        });
    }

    /** When the last of its copies came to be in its state, in milliseconds; empty where there is none. */
    public OptionalLong lastCame(long notice) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT MAX(c.since) FROM notice_copy c" + COPY + " WHERE c.notice = ?")) {
                query.setLong(1, notice);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    long last = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(last);
                }
            }
        });
    }

    /** Deletes all rows of a notice that is in no stage in which copies are made, a page in each transaction; safe to repeat. */
    public void delete(StoredNotice notice) {
        // Each by its key: of a range Derby has to guess how much of the table it is, and may read all of it.
        for (int first = 0; first < notice.members(); first += PAGE) {
            List<Integer> members = copies(notice.number(), first, first + PAGE).stream()
                    .map(Copy::member)
                    .toList();
            delete("DELETE FROM notice_copy WHERE notice = ? AND member = ?", notice.number(), members);
        }
        for (Optional<Members> page = members(notice.number(), 0);
                page.isPresent();
                page = members(notice.number(), page.get().end())) {
            delete(
                    "DELETE FROM notice_audience WHERE notice = ? AND first_member = ?",
                    notice.number(),
                    List.of(page.get().first()));
        }
        // Last: by it the others are found again when this is interrupted.
        database.transact(tx -> {
            try (PreparedStatement delete = tx.connection().prepareStatement("DELETE FROM notice WHERE number = ?")) {
                delete.setLong(1, notice.number());
                return delete.executeUpdate();
            }
        });
    }

    private void delete(String sql, long notice, List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        database.transact(tx -> {
            try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
                for (int number : numbers) {
                    delete.setLong(1, notice);
                    delete.setInt(2, number);
                    delete.addBatch();
                }
                return delete.executeBatch();
            }
        });
    }
}
