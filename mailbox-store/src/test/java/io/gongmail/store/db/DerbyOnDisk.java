package io.gongmail.store.db;

import com.google.common.base.Throwables;
import io.gongmail.store.StoreException;
import io.gongmail.store.disk.DiskStorage;
import io.gongmail.store.disk.Mount;
import java.lang.reflect.Field;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.derby.iapi.services.monitor.Monitor;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database on a disk that loses what was not synced. */
public final class DerbyOnDisk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(DerbyOnDisk.class);

    private final String name;
    private final Database database;

    private DerbyOnDisk(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /** Opens (or creates) the one on {@code mount}. */
    public static DerbyOnDisk open(Mount mount) {
        return open(mount, PATIENCE);
    }

    /** The same; {@code patience} is how long somebody waits for a connection, which never comes when the disk is dead. */
    public static DerbyOnDisk open(Mount mount, Duration patience) {
        bootEngine();
        try {
            return opened(mount, patience);
        } catch (StoreException e) {
            if (Throwables.getCausalChain(e).stream().noneMatch(DerbyOnDisk::isOfEngine)) {
                throw e;
            }
            renewEngine();
            return opened(mount, patience);
        }
    }

    private static DerbyOnDisk opened(Mount mount, Duration patience) {
        String name = DiskStorage.offer(mount);
        try {
            return new DerbyOnDisk(name, Database.openDerby(name, mount.files().getPath("/db"), 1_000, 24, patience));
        } catch (RuntimeException e) {
            DiskStorage.withdraw(name);
            throw e;
        } finally {
            DerbyDaemons.remember();
        }
    }

    /**
     * Has Derby's engine there, as a new process would. What fails while it cleans up after a dead disk makes it end altogether, for
     * whoever uses it in this process.
     */
    public static void bootEngine() {
        new EmbeddedDriver();
    }

    private static boolean isOfEngine(Throwable e) {
        return String.valueOf(e.getMessage()).contains("Derby system shutdown");
    }

    /**
     * Ends the engine and with it every database of this process, and has a new one. An engine that fails while it ends tells
     * everybody from then on that it is about to, and never begins anew, unless helped: it is told to end again, and each time
     * forgets at least the database that it failed at.
     */
    public static void renewEngine() {
        boolean ended = false;
        while (!ended) {
            try {
                Object monitor = Monitor.getMonitor();
                Field ending = monitor.getClass().getSuperclass().getDeclaredField("inShutdown");
                ending.setAccessible(true);
                ending.setBoolean(monitor, false);
                DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
            } catch (SQLException e) {
                if (!"XJ015".equals(e.getSQLState())) { // Derby's way to say that it has ended.
                    throw new AssertionError("Derby's engine does not end", e);
                }
                ended = true;
            } catch (NullPointerException e) {
                // Of a database that was half shut down, which is forgotten all the same; the next one is in turn.
                LOG.debug("a database does not shut down", e);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("Derby's engine is another than this was written for", e);
            }
        }
        DerbyDaemons.end();
        bootEngine();
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            DiskStorage.withdraw(name);
        }
    }
}
