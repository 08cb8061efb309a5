package io.gongmail.store.db;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connections to a Derby that is booted once. Thread-safe.
 *
 * <p>When its disk fails, Derby stops, and would boot again for whoever connects next: from what the system still has in memory
 * of files that it could not write, so that what is committed from then on might stand on nothing. Here nobody connects again
 * until the process is started anew.
 */
final class DerbySource implements DataSource, AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(DerbySource.class);

    private final ReadWriteLock shutdown = new ReentrantReadWriteLock();
    private final String url;
    /**
     * Never used; as long as it is open the database is the one that was booted. Let go of in the end: threads remember pools they have
     * used (HikariCP's ConcurrentBag), and would with it remember all pages that Derby had in memory.
     */
    private volatile @Nullable Connection first;

    /** Boots the database. */
    DerbySource(String url) throws SQLException {
        this.url = url;
        this.first = DriverManager.getConnection(url);
    }

    /**
     * Syncs every file and folder of the database at {@code home}, before it is booted. A process that was killed may have left
     * pages that are in the system's memory only; Derby takes those it finds there for kept, and forgets the log that could make
     * them again.
     */
    static void syncAll(Path home) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(home)) {
            files = walk.toList();
        }
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Whether the database has stopped. */
    boolean hasStopped() {
        Connection open = first;
        try {
            return open == null || open.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        // Or who connects while it is shut down would boot it again.
        shutdown.readLock().lock();
        try {
            refuseAfterStop();
            Connection connection = DriverManager.getConnection(url);
            try {
                refuseAfterStop();
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } finally {
            shutdown.readLock().unlock();
        }
    }

    private void refuseAfterStop() throws SQLException {
        if (hasStopped()) {
            throw new SQLException("the database has stopped; the server must be started again", "08006");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** Writes a checkpoint and releases the folder. */
    @Override
    public void close() {
        shutdown.writeLock().lock();
        Connection open = first;
        try {
            boolean stopped = hasStopped();
            first = null;
            if (open != null) {
                open.close();
            }
            if (!stopped) {
                shutDown();
            }
        } catch (SQLException e) {
            LOG.warn("the first connection did not close: {}", e.getMessage());
        } finally {
            shutdown.writeLock().unlock();
        }
    }

    private void shutDown() {
        try {
            DriverManager.getConnection(url.replace(";create=true", ";shutdown=true"))
                    .close();
        } catch (SQLException e) {
            // Derby tells an orderly shutdown by an exception of state 08006.
            if (!"08006".equals(e.getSQLState())) {
                LOG.warn("Derby did not shut down in order: {}", e.getMessage());
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() {
        return DriverManager.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // An embedded database is not waited for.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
