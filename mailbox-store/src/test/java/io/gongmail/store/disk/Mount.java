package io.gongmail.store.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A disk during one boot. Every operation fails once its crash has come or another boot has begun. A sync of what is synced
 * already is none: nothing can be lost by it, and a start that syncs everything would have most of the crashes. Thread-safe.
 */
public final class Mount {
    private final Disk disk;
    private final long boot;
    private final Faults faults;
    private final DiskFileSystem files = new DiskFileSystem(this);
    private final Set<String> locked = new HashSet<>();
    private long operations;
    private boolean crashed;
    private boolean syncFailed;
    private String failedSync = "";
    private boolean full;

    Mount(Disk disk, long boot, Faults faults) {
        this.disk = disk;
        this.boot = boot;
        this.faults = faults;
    }

    /** The disk for {@code java.nio.file}. */
    public FileSystem files() {
        return files;
    }

    /** How many operations there were that change something. */
    public long operations() {
        synchronized (disk) {
            return operations;
        }
    }

    /** Whether the crash has come. */
    public boolean isCrashed() {
        synchronized (disk) {
            return crashed;
        }
    }

    /** Whether anything is to go wrong. */
    public boolean mayFail() {
        return !faults.isNone();
    }

    /** Whether a sync has failed. */
    public boolean hasSyncFailed() {
        synchronized (disk) {
            return syncFailed;
        }
    }

    /** Whether somebody found no room. */
    public boolean wasFull() {
        synchronized (disk) {
            return full;
        }
    }

    @Override
    public String toString() {
        synchronized (disk) {
            return operations + " operations" + (crashed ? ", crashed" : "")
                    + (syncFailed ? ", " + failedSync + " failed" : "") + (full ? ", full" : "");
        }
    }

    private void alive() throws IOException {
        if (crashed || !disk.isCurrent(boot)) {
            throw new IOException("the machine is off");
        }
    }

    private void step() throws IOException {
        operations++;
        if (operations >= faults.crashAt()) {
            crashed = true;
            throw new IOException("the machine is off");
        }
    }

    private void room() throws IOException {
        if (operations >= faults.fullFrom() && operations < faults.fullUntil()) {
            full = true;
            throw new IOException("No space left on device");
        }
    }

    /** False when a program has it. */
    boolean lock(String name) {
        synchronized (disk) {
            return locked.add(name);
        }
    }

    void unlock(String name) {
        synchronized (disk) {
            locked.remove(name);
        }
    }

    Inode find(String name) throws IOException {
        synchronized (disk) {
            alive();
            return disk.find(name);
        }
    }

    Inode create(String name, boolean folder, boolean wholeWrites) throws IOException {
        synchronized (disk) {
            alive();
            if (disk.find(name) != null) {
                throw new FileAlreadyExistsException(name);
            }
            Inode up = disk.find(Disk.parent(name));
            if (up == null || !up.folder) {
                throw new NoSuchFileException(name);
            }
            room();
            Inode inode = disk.make(name, folder, wholeWrites);
            step();
            return inode;
        }
    }

    void delete(String name) throws IOException {
        synchronized (disk) {
            alive();
            Inode inode = disk.find(name);
            if (inode == null) {
                throw new NoSuchFileException(name);
            }
            if (inode.folder && !disk.list(name).isEmpty()) {
                throw new DirectoryNotEmptyException(name);
            }
            disk.remove(name);
            step();
        }
    }

    void move(String from, String to) throws IOException {
        synchronized (disk) {
            alive();
            if (disk.find(from) == null || disk.find(Disk.parent(to)) == null) {
                throw new NoSuchFileException(from);
            }
            disk.move(from, to);
            step();
        }
    }

    List<String> list(String folder) throws IOException {
        synchronized (disk) {
            alive();
            return disk.list(folder);
        }
    }

    int read(Inode inode, long at, byte[] into, int offset, int count) throws IOException {
        synchronized (disk) {
            alive();
            return inode.read(at, into, offset, count);
        }
    }

    long length(Inode inode) throws IOException {
        synchronized (disk) {
            alive();
            return inode.length();
        }
    }

    void write(Inode inode, long at, byte[] bytes) throws IOException {
        synchronized (disk) {
            alive();
            if (at + bytes.length > inode.length()) {
                try {
                    room();
                } catch (IOException e) {
                    // A part may still have gone in.
                    int part = inode.fitting(at, faults.random().nextInt(bytes.length + 1));
                    inode.write(at, java.util.Arrays.copyOf(bytes, part));
                    step();
                    throw e;
                }
            }
            inode.write(at, bytes);
            step();
        }
    }

    void setLength(Inode inode, long length) throws IOException {
        synchronized (disk) {
            alive();
            if (length > inode.length()) {
                room();
            }
            inode.setLength(length);
            step();
        }
    }

    void sync(Inode inode) throws IOException {
        synchronized (disk) {
            alive();
            if (inode.isSynced()) {
                return;
            }
            beforeSync(inode, "a sync");
            inode.sync();
        }
    }

    /** A sync of a file that keeps its name too. */
    void syncWithName(Inode inode, String name) throws IOException {
        synchronized (disk) {
            alive();
            if (inode.isSynced() && disk.isNameSynced(name)) {
                return;
            }
            beforeSync(inode, "sync of " + name);
            inode.sync();
            disk.syncNameOf(name);
        }
    }

    void syncFolder(String name) throws IOException {
        synchronized (disk) {
            alive();
            if (disk.isFolderSynced(name)) {
                return;
            }
            beforeSync(null, "sync of " + name);
            disk.syncFolder(name);
        }
    }

    private void beforeSync(Inode inode, String which) throws IOException {
        step();
        if (operations >= faults.failSyncAt() && !syncFailed) {
            syncFailed = true;
            failedSync = which + " at " + operations;
            if (inode != null) {
                // What was to be synced is clean in memory now and perhaps nowhere else: later syncs do not write it.
                inode.failSync(faults.random());
            }
            throw new IOException("Input/output error");
        }
    }
}
