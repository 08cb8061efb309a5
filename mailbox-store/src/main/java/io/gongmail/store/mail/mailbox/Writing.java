package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The writer's side of its open transaction: prepared statements, mailbox states, and inserts that wait to be sent
 * together. For the writer's thread only.
 */
final class Writing implements AutoCloseable {
    private static final int REMEMBERED = 10_000;
    private static final long UNKNOWN = -1;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Map<Long, MailboxState> states = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, MailboxState> eldest) {
            return size() > REMEMBERED && !eldest.getValue().changed;
        }
    };
    private final Set<MailboxState> touched = new LinkedHashSet<>();
    private final List<MessageRow> inserts = new ArrayList<>();
    private final Committed.Observer observer;
    private final Consumer<Sha256> claim;
    private final Clock clock;
    private final Set<MessageNumber> read = new LinkedHashSet<>();
    private Committed changes = new Committed();
    private long lastArrival = UNKNOWN;

    /** @param claim told of every content to which a row comes or from which one goes */
    Writing(Connection connection, Committed.Observer observer, Consumer<Sha256> claim, Clock clock) {
        this.clock = clock;
        this.connection = connection;
        this.claim = claim;
        this.observer = observer;
    }

    /** A statement prepared once; the caller sets its parameters anew. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    Connection connection() {
        return connection;
    }

    /** The state of a mailbox, to be changed in place. */
    MailboxState mailbox(long id) throws SQLException, MailboxNotFoundException {
        MailboxState state = states.get(id);
        if (state == null) {
            state = load(id);
            states.put(id, state);
        }
        touched.add(state);
        return state;
    }

    void forget(long id) {
        @Nullable MailboxState state = states.remove(id);
        if (state != null) {
            touched.remove(state);
        }
        changes.drop(id);
    }

    /** The mailbox has another name, or others have rights to it. */
    void altered(long mailbox) {
        changes.alter(mailbox);
    }

    /** The number of content that nobody had before. */
    long nextArrival() throws SQLException {
        if (lastArrival == UNKNOWN) {
            for (String sql : ArrivedContents.LAST) {
                try (ResultSet row = prepared(sql).executeQuery()) {
                    lastArrival = Math.max(lastArrival, row.next() ? row.getLong(1) : 0);
                }
            }
        }
        changes.arrive();
        return ++lastArrival;
    }

    void removed(MessageRow row) {
        claim.accept(row.content().hash());
        changes.remove(row);
    }

    private MailboxState load(long id) throws SQLException, MailboxNotFoundException {
        PreparedStatement query = prepared(
                "SELECT last_uid, highest_modseq, messages, unseen, octets, recent_mark, keywords FROM mailbox WHERE id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new MailboxNotFoundException(new MailboxNumber(id));
            }
            return new MailboxState(
                    id,
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getString(7));
        }
    }

    void insert(MessageRow row) {
        claim.accept(row.content().hash());
        inserts.add(row);
        changes.add(row);
    }

    /** A row that is there became {@code row}. */
    void changed(MessageRow row) {
        changes.change(row);
        if ((row.bits() & FlagBits.SEEN) != 0 && NoticeIds.isOne(row.id())) {
            read.add(row.id());
        }
    }

    /** Sends what waits, so that statements of this transaction see it. */
    void flush() throws SQLException {
        if (!inserts.isEmpty()) {
            insert();
        }
        if (!read.isEmpty()) {
            NoticeReads.note(this, read, clock.millis());
            read.clear();
        }
    }

    private void insert() throws SQLException {
        PreparedStatement insert = prepared(MessageRow.INSERT);
        for (MessageRow row : inserts) {
            row.into(insert);
            insert.addBatch();
        }
        insert.executeBatch();
        inserts.clear();
    }

    /** Sends everything, so that only the commit is left. */
    void complete() throws SQLException {
        flush();
        PreparedStatement update =
                prepared("UPDATE mailbox SET last_uid = ?, highest_modseq = ?, messages = ?, unseen = ?,"
                        + " octets = ?, recent_mark = ?, keywords = ? WHERE id = ?");
        boolean any = false;
        for (MailboxState state : touched) {
            if (state.changed) {
                update.setLong(1, state.lastUid);
                update.setLong(2, state.highestModSeq);
                update.setLong(3, state.messages);
                update.setLong(4, state.unseen);
                update.setLong(5, state.octets);
                update.setLong(6, state.recentMark);
                update.setString(7, FlagBits.joined(state.keywords));
                update.setLong(8, state.id);
                update.addBatch();
                any = true;
                changes.count(state.id, state.counts());
            }
        }
        if (any) {
            update.executeBatch();
        }
    }

    /** Commits what is complete. When this fails nobody knows whether it is there. */
    void commit() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            observer.unknown();
            throw e;
        }
        touched.forEach(state -> state.changed = false);
        touched.clear();
        if (!changes.isEmpty()) {
            Committed done = changes;
            changes = new Committed();
            observer.committed(done);
        }
    }

    /** Undoes everything and forgets what was known, since it may be from the undone. */
    void rollback() throws SQLException {
        inserts.clear();
        read.clear();
        touched.clear();
        states.clear();
        changes = new Committed();
        lastArrival = UNKNOWN;
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        // Whatever state it is in: one that is not closed is missing in the pool for good.
        try (connection) {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
            connection.rollback();
        }
    }
}
