package io.gongmail.store.db;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps other processes from a PostgreSQL database, as Derby does by itself: an advisory lock of a session of its own. */
final class PostgreSqlLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgreSqlLock.class);
    /** Of no meaning, but everybody's the same. */
    private static final long NUMBER = 0x676f_6e67_6d61_696cL;

    private final Connection session;

    private PostgreSqlLock(Connection session) {
        this.session = session;
    }

    /** @throws StoreException where another process has it, or the database cannot be reached */
    static PostgreSqlLock take(String url, String user, String password) {
        Connection session;
        try {
            session = DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new StoreException(
                    Kind.BROKEN, "[store] database: PostgreSQL cannot be reached: " + e.getMessage(), e);
        }
        PostgreSqlLock lock = new PostgreSqlLock(session);
        try (Statement statement = session.createStatement();
                ResultSet taken = statement.executeQuery("SELECT pg_try_advisory_lock(" + NUMBER + ")")) {
            if (taken.next() && taken.getBoolean(1)) {
                return lock;
            }
            lock.close();
        } catch (SQLException e) {
            lock.close();
            throw Database.told(e);
        }
        throw new StoreException(
                Kind.BUSY, "[store] database: another Gongmail process has it open; end that one first");
    }

    /** Others may have it when this returns: a connection that is only closed is noticed by the server a moment later. */
    @Override
    public void close() {
        try (session;
                Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + NUMBER + ")");
        } catch (SQLException e) {
            LOG.warn("the lock of the database: {}", e.getMessage());
        }
    }
}
