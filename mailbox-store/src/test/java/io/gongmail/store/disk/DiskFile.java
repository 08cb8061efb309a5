package io.gongmail.store.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.derby.io.StorageFile;
import org.apache.derby.io.StorageRandomAccessFile;

/** A name on the disk, as Derby wants it. */
final class DiskFile implements StorageFile {
    /**
     * Derby keeps no image of a page before writing over it, so that a page of which a part was lost is beyond its recovery. Its
     * pages are therefore lost or kept whole here, as long as this is not set.
     */
    private static final boolean TORN_PAGES = Boolean.getBoolean("loss.torn-pages");

    private final Mount mount;
    private final String path;
    private final String name;

    DiskFile(Mount mount, String path) {
        this.mount = mount;
        this.path = path;
        int below = path.indexOf('/', 1);
        this.name = "/db" + (below < 0 ? "" : path.substring(below));
    }

    private Inode find() {
        try {
            return mount.find(name);
        } catch (IOException e) {
            return null;
        }
    }

    private Inode findOrCreate() throws IOException {
        Inode inode = mount.find(name);
        return inode != null ? inode : mount.create(name, false, !TORN_PAGES && name.contains("/seg0/"));
    }

    @Override
    public String[] list() {
        try {
            List<String> names = mount.list(name);
            return isDirectory() ? names.toArray(String[]::new) : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public boolean canWrite() {
        return exists();
    }

    @Override
    public boolean exists() {
        return find() != null;
    }

    @Override
    public boolean isDirectory() {
        Inode inode = find();
        return inode != null && inode.folder;
    }

    @Override
    public boolean delete() {
        try {
            mount.delete(name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean deleteAll() {
        String[] names = list();
        if (names != null) {
            for (String child : names) {
                if (!new DiskFile(mount, path + "/" + child).deleteAll()) {
                    return false;
                }
            }
        }
        return delete();
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public String getCanonicalPath() {
        return path;
    }

    @Override
    public String getName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean createNewFile() throws IOException {
        if (exists()) {
            return false;
        }
        findOrCreate();
        return true;
    }

    @Override
    public boolean renameTo(StorageFile to) {
        try {
            mount.move(name, ((DiskFile) to).name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean mkdir() {
        try {
            mount.create(name, true, false);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean mkdirs() {
        DiskFile parent = getParentDir();
        if (parent != null && !parent.exists()) {
            parent.mkdirs();
        }
        return mkdir();
    }

    @Override
    public DiskFile getParentDir() {
        return path.lastIndexOf('/') == 0 ? null : new DiskFile(mount, Disk.parent(path));
    }

    @Override
    public boolean setReadOnly() {
        return true;
    }

    @Override
    public OutputStream getOutputStream() throws FileNotFoundException {
        return getOutputStream(false);
    }

    @Override
    public OutputStream getOutputStream(boolean append) throws FileNotFoundException {
        try {
            Inode inode = findOrCreate();
            if (!append && mount.length(inode) > 0) {
                mount.setLength(inode, 0);
            }
            return new Stream(inode, mount.length(inode));
        } catch (IOException e) {
            throw notFound(e);
        }
    }

    private FileNotFoundException notFound(IOException e) {
        FileNotFoundException told = new FileNotFoundException(name + ": " + e.getMessage());
        told.initCause(e);
        return told;
    }

    /** What Derby writes its small files with. */
    final class Stream extends OutputStream {
        private final Inode inode;
        private long at;

        Stream(Inode inode, long at) {
            this.inode = inode;
            this.at = at;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            mount.write(inode, at, java.util.Arrays.copyOfRange(from, offset, offset + count));
            at += count;
        }

        void sync() throws IOException {
            mount.syncWithName(inode, name);
        }
    }

    @Override
    public InputStream getInputStream() throws FileNotFoundException {
        try {
            Inode inode = mount.find(name);
            if (inode == null || inode.folder) {
                throw new FileNotFoundException(name);
            }
            return new java.io.ByteArrayInputStream(inode.octets());
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            throw notFound(e);
        }
    }

    @Override
    public StorageRandomAccessFile getRandomAccessFile(String mode) throws FileNotFoundException {
        try {
            Inode inode = mode.equals("r") ? mount.find(name) : findOrCreate();
            if (inode == null || inode.folder) {
                throw new FileNotFoundException(name);
            }
            return new DiskRandomAccess(mount, name, inode, mode);
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            throw notFound(e);
        }
    }

    @Override
    public int getExclusiveFileLock() {
        return mount.lock(name) ? EXCLUSIVE_FILE_LOCK : EXCLUSIVE_FILE_LOCK_NOT_AVAILABLE;
    }

    @Override
    public void releaseExclusiveFileLock() {
        mount.unlock(name);
    }

    @Override
    public void limitAccessToOwner() {}
}
