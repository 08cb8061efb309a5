package io.gongmail.store.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.derby.io.StorageFactory;
import org.apache.derby.io.StorageFile;
import org.apache.derby.io.WritableStorageFactory;

/**
 * The disk for Derby, which makes it by its name: {@code jdbc:derby:loss:NAME}, where NAME is what {@link #offer} gave for a
 * mount. What Derby calls {@code /NAME} is {@code /db} on the disk.
 */
public final class DiskStorage implements WritableStorageFactory {
    private static final Map<String, Mount> MOUNTS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    private String database;
    private Mount mount;

    /** A name under which Derby finds {@code mount}; give it back with {@link #withdraw}. */
    public static String offer(Mount mount) {
        System.setProperty("derby.subSubProtocol.loss", DiskStorage.class.getName());
        String name = "boot" + NUMBER.incrementAndGet();
        MOUNTS.put(name, mount);
        return "loss:" + name;
    }

    public static void withdraw(String name) {
        MOUNTS.remove(name.substring("loss:".length()));
    }

    @Override
    public void init(String home, String databaseName, String tempDirName, String uniqueName) {
        if (databaseName == null) {
            // Derby asks for a factory of no database to learn how names are written.
            database = "/none";
            mount = new Disk().boot(Faults.none());
            return;
        }
        database = databaseName.startsWith("/") ? databaseName : "/" + databaseName;
        mount = MOUNTS.get(database.substring(1));
        if (mount == null) {
            throw new IllegalStateException("no disk is offered as " + databaseName);
        }
        if (uniqueName != null) {
            newStorageFile("tmp").mkdirs();
        }
    }

    @Override
    public void shutdown() {}

    @Override
    public String getCanonicalName() {
        return database;
    }

    @Override
    public void setCanonicalName(String name) {
        database = name;
    }

    @Override
    public StorageFile newStorageFile(String path) {
        if (path == null || path.isEmpty()) {
            return new DiskFile(mount, database);
        }
        return new DiskFile(mount, path.startsWith("/") ? path : database + "/" + path);
    }

    @Override
    public StorageFile newStorageFile(String folder, String file) {
        return new DiskFile(mount, newStorageFile(folder).getPath() + "/" + file);
    }

    @Override
    public StorageFile newStorageFile(StorageFile folder, String file) {
        return new DiskFile(mount, (folder == null ? database : folder.getPath()) + "/" + file);
    }

    @Override
    public char getSeparator() {
        return '/';
    }

    @Override
    public StorageFile getTempDir() {
        return newStorageFile("tmp");
    }

    @Override
    public boolean isFast() {
        return false;
    }

    @Override
    public boolean isReadOnlyDatabase() {
        return false;
    }

    @Override
    public boolean supportsRandomAccess() {
        return true;
    }

    @Override
    public int getStorageFactoryVersion() {
        return StorageFactory.VERSION_NUMBER;
    }

    @Override
    public StorageFile createTemporaryFile(String prefix, String suffix) {
        return newStorageFile(getTempDir(), prefix + NUMBER.incrementAndGet() + (suffix == null ? ".tmp" : suffix));
    }

    @Override
    public void sync(OutputStream stream, boolean metaData) throws IOException {
        ((DiskFile.Stream) stream).sync();
    }

    /** Like the factory for real folders: the log is opened as "rws" and never synced by a call. */
    @Override
    public boolean supportsWriteSync() {
        return true;
    }
}
