package io.gongmail.store.mail.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A batched statement that is not even prepared when nothing comes. */
final class Batch implements AutoCloseable {
    private static final int LONGEST = 1_000;

    private final Connection connection;
    private final String sql;
    private @Nullable PreparedStatement statement;
    private int waiting;

    Batch(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    PreparedStatement statement() throws SQLException {
        PreparedStatement prepared = statement;
        if (prepared == null) {
            prepared = connection.prepareStatement(sql);
            statement = prepared;
        }
        return prepared;
    }

    void add() throws SQLException {
        statement().addBatch();
        if (++waiting == LONGEST) {
            run();
        }
    }

    void run() throws SQLException {
        if (waiting > 0) {
            statement().executeBatch();
            waiting = 0;
        }
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }
}
