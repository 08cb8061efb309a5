package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Contents of messages in the order in which they arrived. Thread-safe. A number is given once and in the order of commits, so
 * who has seen one has seen all below it.
 */
public final class ArrivedContents {
    /** @param number the place in the order; 0 for all that came before the order was kept */
    public record Arrived(long number, Sha256 hash) {}

    /** The highest of what these tell is the last number given; in this order, since a sweep writes the second before the first goes. */
    private static final String BY_ARRIVAL = Through.index("SHAPE_ARRIVAL");

    static final List<String> LAST = List.of("SELECT MAX(arrival) FROM shape", "SELECT number FROM arrival_floor");

    private final Database database;
    private final ContentStore content;
    private volatile Runnable listener = () -> {};

    ArrivedContents(Database database, ContentStore content) {
        this.database = database;
        this.content = content;
    }

    /** The first {@code limit} that came after {@code number}, in order. */
    public List<Arrived> after(long number, int limit) {
        return list(
                "SELECT arrival, sha256 FROM shape" + BY_ARRIVAL + " WHERE arrival > ? ORDER BY arrival",
                limit,
                query -> {
                    query.setLong(1, number);
                });
    }

    /** The first {@code limit} with a hash above {@code hash} that came no later than {@code last}, by hash. */
    public List<Arrived> above(Sha256 hash, long last, int limit) {
        return list(
                "SELECT arrival, sha256 FROM shape" + MessageTable.BY_HASH
                        + " WHERE sha256 > ? AND arrival <= ? ORDER BY sha256",
                limit,
                query -> {
                    query.setBytes(1, hash.octets());
                    query.setLong(2, last);
                });
    }

    /** The number of what came last; 0 when nothing did. */
    public long last() {
        long last = 0;
        for (String sql : LAST) {
            last = Math.max(last, number(sql));
        }
        return last;
    }

    /** From here on the last number so far is not given again, whatever becomes of what has it. */
    void keepLast() {
        long last = last();
        database.transact(tx -> {
            try (PreparedStatement update =
                    tx.connection().prepareStatement("UPDATE arrival_floor SET number = ? WHERE number < ?")) {
                update.setLong(1, last);
                update.setLong(2, last);
                return update.executeUpdate();
            }
        });
    }

    /** @throws IOException when the bytes are not there, or cannot be read */
    public InputStream open(Sha256 hash) throws IOException {
        ContentRef ref = content.find(hash).orElseThrow(() -> new NoSuchFileException(hash.hex()));
        return content.open(ref);
    }

    /** Calls {@code told} after each commit that brought content, on the writer's thread: it is to return at once. */
    public void listen(Runnable told) {
        listener = told;
    }

    /** For the writer's thread. */
    void committed(Committed changes) {
        if (changes.arrived()) {
            listener.run();
        }
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement query) throws SQLException;
    }

    private List<Arrived> list(String sql, int limit, Parameters parameters) {
        return database.transact(tx -> {
            List<Arrived> found = new ArrayList<>();
            try (PreparedStatement query = tx.connection().prepareStatement(sql)) {
                parameters.set(query);
                query.setMaxRows(limit);
                query.setFetchSize(limit);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new Arrived(row.getLong(1), Sha256.of(row.getBytes(2))));
                    }
                }
            }
            return found;
        });
    }

    private long number(String sql) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection().prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        });
    }
}
