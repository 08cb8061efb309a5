package io.gongmail.store.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one home: Derby embedded in this process, or PostgreSQL. Thread-safe.
 *
 * <p>Waiting is bounded: a connection is awaited for 30 s, a lock for 20 s, a deadlock is retried 8 times; after that the
 * caller gets a {@link StoreException} of kind BUSY.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    static {
        // jOOQ greets with a picture and a tip unless told not to.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static final int ATTEMPTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Settings SETTINGS = new Settings()
            .withRenderQuotedNames(RenderQuotedNames.NEVER)
            .withExecuteLogging(false)
            .withRenderFormatted(false);

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final @Nullable DerbySource derby;
    private final @Nullable PostgreSqlLock lock;

    private Database(
            HikariDataSource pool, Dialect dialect, @Nullable DerbySource derby, @Nullable PostgreSqlLock lock) {
        this.pool = pool;
        this.dialect = dialect;
        this.derby = derby;
        this.lock = lock;
    }

    /** Work inside one transaction; it may run several times, so it has no effects outside of it. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /**
     * Opens (or creates) the Derby database in the folder {@code home} and migrates it. One process at a time may have it
     * open.
     *
     * @param pageCache pages of 4 KiB that Derby may keep in memory, at least 1,000; it is one figure for the process
     */
    public static Database openDerby(Path home, int pageCache, int connections) {
        return openDerby(home.toAbsolutePath().toString(), home, pageCache, connections, PATIENCE);
    }

    /** The same of what Derby knows under {@code name}, which may be in a storage of another kind. */
    static Database openDerby(String name, Path home, int pageCache, int connections, Duration patience) {
        DerbySettings.apply(pageCache);
        try {
            DerbySource.syncAll(home);
            DerbyLog.putRight(home);
        } catch (IOException e) {
            throw new StoreException(Kind.BROKEN, "the database's files cannot be kept: " + e, e);
        }
        return open("jdbc:derby:" + name + ";create=true", "", "", Dialect.DERBY, connections, patience, null);
    }

    /**
     * Opens the PostgreSQL database at a {@code jdbc:postgresql:} URL and migrates it. One process at a time may have it open: much of
     * what it holds is known by heart.
     *
     * @throws StoreException BUSY where another process has it open
     */
    public static Database openPostgreSql(String url, String user, String password, int connections) {
        PostgreSqlLock lock = PostgreSqlLock.take(url, user, password);
        try {
            return open(url, user, password, Dialect.POSTGRESQL, connections, PATIENCE, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static Database open(
            String url,
            String user,
            String password,
            Dialect dialect,
            int connections,
            Duration patience,
            @Nullable PostgreSqlLock lock) {
        HikariConfig config = new HikariConfig();
        DerbySource derby = null;
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(patience.toMillis());
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setPoolName("store");
        HikariDataSource pool;
        try {
            if (dialect == Dialect.DERBY) {
                derby = new DerbySource(url);
                config.setDataSource(derby);
            } else {
                config.setJdbcUrl(url);
                config.setUsername(user);
                config.setPassword(password);
            }
            pool = new HikariDataSource(config);
        } catch (SQLException | RuntimeException e) {
            if (derby != null) {
                derby.close();
            }
            throw new StoreException(
                    Kind.BROKEN,
                    "the database cannot be opened (is another Gongmail process using it?): " + rootMessage(e),
                    e);
        }
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations(dialect.migrations())
                    .placeholders(dialect.placeholders())
                    .loggers("slf4j")
                    .load()
                    .migrate();
            if (dialect == Dialect.DERBY) {
                DerbyStatistics.forget(pool);
            }
        } catch (SQLException | RuntimeException e) {
            pool.close();
            if (derby != null) {
                derby.close();
            }
            throw new StoreException(Kind.BROKEN, "the database cannot be migrated: " + rootMessage(e), e);
        }
        return new Database(pool, dialect, derby, lock);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** A connection of one's own, autocommit off, for a writer that keeps its prepared statements; close it in the end. */
    public Connection connection() {
        refuseAfterStop();
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw told(e);
        }
    }

    /** At once, since a pool would wait for a connection that never comes. */
    private void refuseAfterStop() {
        if (derby != null && derby.hasStopped()) {
            throw new StoreException(
                    Kind.BROKEN,
                    "the database has stopped after an error, most likely of its disk; the server must be started again");
        }
    }

    /** Renders and runs jOOQ statements on {@code connection}. */
    public DSLContext sql(Connection connection) {
        SQLDialect jooq = dialect.jooq();
        return DSL.using(connection, jooq, SETTINGS);
    }

    /**
     * Runs {@code work} in one transaction and commits it. When the database chose it as the victim of a deadlock
     * (SQLState 40001, 40P01, Derby's 40XL1) it is rolled back and run again.
     *
     * @throws StoreException when it could not be done; nothing of it remains, unless it was the commit that failed: then all of
     *     it or nothing may be there
     */
    public <T> T transact(Work<T> work) {
        refuseAfterStop();
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = pool.getConnection()) {
                Transaction transaction = new Transaction(connection, this::sql);
                try {
                    T result = work.in(transaction);
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    rollback(connection);
                    throw e;
                } finally {
                    transaction.ended();
                }
            } catch (SQLException | DataAccessException e) {
                if (attempt == ATTEMPTS || !isWorthAnother(e)) {
                    throw told(e);
                }
                LOG.debug("attempt {} of {}: {}", attempt, ATTEMPTS, e.toString());
                backOff(attempt);
            }
        }
    }

    /**
     * Writes a table anew, so that nothing of what its rows held before stands in its file or, as far as the database keeps it
     * for its own recovery, beside it. Nobody else uses the table meanwhile.
     */
    public void rewriteTable(String table) {
        try (Connection connection = pool.getConnection()) {
            // PostgreSQL's does not run inside a transaction.
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                for (String sql : dialect.rewriting(table)) {
                    statement.execute(sql);
                }
            } finally {
                connection.setAutoCommit(false);
            }
        } catch (SQLException e) {
            throw told(e);
        }
    }

    /**
     * Writes a copy of the database, as of a moment shortly before this returns, into {@code folder}, which becomes a database of
     * its own when it is opened. Others read and write meanwhile: Derby waits for nobody but a table that is being written anew
     * ({@link #rewriteTable}), which waits in its turn.
     *
     * @param folder below one that is there; not there yet itself, with the name of the database's own folder
     * @throws StoreException when it could not be written, or the database is none of Derby's: another's is backed up by its own
     *     tools
     */
    public void backUp(Path folder) {
        if (dialect != Dialect.DERBY) {
            throw new StoreException(Kind.BROKEN, "only the embedded database is backed up here; use pg_dump", null);
        }
        refuseAfterStop();
        try (Connection connection = pool.getConnection()) {
            try (CallableStatement backup = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
                backup.setString(1, String.valueOf(folder.toAbsolutePath().getParent()));
                backup.execute();
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw told(e);
        }
    }

    /**
     * Whether what failed with {@code e}, and was rolled back, is worth to be run again: after a deadlock, and where the database
     * itself is put right by this.
     */
    public boolean isWorthAnother(Throwable e) {
        if (isDeadlock(e)) {
            return true;
        }
        if (dialect != Dialect.DERBY || !DerbyPages.isInTheWay(e)) {
            return false;
        }
        try {
            return DerbyPages.forget(pool, e);
        } catch (SQLException failed) {
            LOG.error("the database does not forget the page that is in the way: {}", failed.getMessage());
            return false;
        }
    }

    /** Whether the database rolled this back for a reason that running it again can cure. */
    public static boolean isDeadlock(Throwable e) {
        String state = sqlState(e);
        return state.equals("40001") || state.equals("40P01") || state.equals("40XL1");
    }

    /** Whether this is a breach of a unique constraint. */
    public static boolean isDuplicate(Throwable e) {
        return sqlState(e).equals("23505");
    }

    /** {@code e} in the words of the store. */
    public static StoreException told(Throwable e) {
        if (e instanceof StoreException told) {
            return told;
        }
        String state = sqlState(e);
        Kind kind = switch (state) {
            case "40001", "40P01", "40XL1", "08004", "53300" -> Kind.BUSY;
            case "XSDA4", "XSLA4", "53100" -> Kind.FULL;
            default -> Kind.BROKEN;
        };
        return new StoreException(kind, "database: " + rootMessage(e) + (state.isEmpty() ? "" : " [" + state + "]"), e);
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.warn("rollback failed: {}", e.getMessage());
        }
    }

    private static void backOff(int attempt) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(attempt, 6)));
    }

    static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // Derby tells only "a batch failed" of a batch, and what failed behind it.
            if (cause instanceof BatchUpdateException batch && batch.getNextException() != null) {
                return sqlState(batch.getNextException());
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Closes every connection and, with Derby, writes a checkpoint and releases the folder. */
    @Override
    public void close() {
        pool.close();
        if (derby != null) {
            derby.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
