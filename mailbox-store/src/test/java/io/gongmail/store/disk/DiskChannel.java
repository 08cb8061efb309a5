package io.gongmail.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file, or a folder that is open to be synced. */
final class DiskChannel extends FileChannel {
    private final Mount mount;
    private final String name;
    private final Inode inode;
    private long position;

    DiskChannel(Mount mount, String name, Inode inode) {
        this.mount = mount;
        this.name = name;
        this.inode = inode;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int read = read(into, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        byte[] octets = new byte[into.remaining()];
        int read = mount.read(inode, at, octets, 0, octets.length);
        if (read > 0) {
            into.put(octets, 0, read);
        }
        return read;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int written = write(from, position);
        position += written;
        return written;
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        byte[] octets = new byte[from.remaining()];
        from.duplicate().get(octets);
        mount.write(inode, at, octets);
        from.position(from.limit());
        return octets.length;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long at) {
        position = at;
        return this;
    }

    @Override
    public long size() throws IOException {
        return mount.length(inode);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (size < mount.length(inode)) {
            mount.setLength(inode, size);
        }
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (inode.folder) {
            mount.syncFolder(name);
        } else {
            mount.sync(inode);
        }
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        byte[] octets = new byte[(int) count];
        int read = mount.read(inode, at, octets, 0, octets.length);
        return read <= 0 ? 0 : target.write(ByteBuffer.wrap(octets, 0, read));
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() {}
}
