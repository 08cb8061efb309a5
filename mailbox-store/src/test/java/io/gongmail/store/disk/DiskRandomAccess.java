package io.gongmail.store.disk;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.derby.io.StorageRandomAccessFile;

/** An open file of Derby's. */
final class DiskRandomAccess implements StorageRandomAccessFile {
    private final Mount mount;
    private final String name;
    private final Inode inode;
    private final String mode;
    private long at;

    DiskRandomAccess(Mount mount, String name, Inode inode, String mode) {
        this.mount = mount;
        this.name = name;
        this.inode = inode;
        this.mode = mode;
    }

    @Override
    public void close() {}

    @Override
    public long getFilePointer() {
        return at;
    }

    @Override
    public long length() throws IOException {
        return mount.length(inode);
    }

    @Override
    public void seek(long position) {
        at = position;
    }

    @Override
    public void setLength(long length) throws IOException {
        mount.setLength(inode, length);
        syncWhenAlways();
    }

    @Override
    public void sync() throws IOException {
        mount.syncWithName(inode, name);
    }

    private void syncWhenAlways() throws IOException {
        if (mode.equals("rws") || mode.equals("rwd")) {
            sync();
        }
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = mount.read(inode, at, into, offset, count);
        at += Math.max(0, read);
        return read;
    }

    @Override
    public StorageRandomAccessFile clone() {
        return new DiskRandomAccess(mount, name, inode, mode);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        mount.write(inode, at, Arrays.copyOfRange(from, offset, offset + count));
        // As with a real file the place stays when the write fails, so that Derby, which tries again, writes over it.
        syncWhenAlways();
        at += count;
    }

    @Override
    public void write(byte[] from) throws IOException {
        write(from, 0, from.length);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet});
    }

    @FunctionalInterface
    private interface Writing {
        void into(DataOutputStream out) throws IOException;
    }

    private void data(Writing writing) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        writing.into(new DataOutputStream(octets));
        write(octets.toByteArray());
    }

    @Override
    public void writeBoolean(boolean value) throws IOException {
        data(out -> out.writeBoolean(value));
    }

    @Override
    public void writeByte(int value) throws IOException {
        write(value);
    }

    @Override
    public void writeShort(int value) throws IOException {
        data(out -> out.writeShort(value));
    }

    @Override
    public void writeChar(int value) throws IOException {
        data(out -> out.writeChar(value));
    }

    @Override
    public void writeInt(int value) throws IOException {
        data(out -> out.writeInt(value));
    }

    @Override
    public void writeLong(long value) throws IOException {
        data(out -> out.writeLong(value));
    }

    @Override
    public void writeFloat(float value) throws IOException {
        data(out -> out.writeFloat(value));
    }

    @Override
    public void writeDouble(double value) throws IOException {
        data(out -> out.writeDouble(value));
    }

    @Override
    public void writeBytes(String text) throws IOException {
        data(out -> out.writeBytes(text));
    }

    @Override
    public void writeChars(String text) throws IOException {
        data(out -> out.writeChars(text));
    }

    @Override
    public void writeUTF(String text) throws IOException {
        data(out -> out.writeUTF(text));
    }

    private final DataInputStream in = new DataInputStream(new InputStream() {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return DiskRandomAccess.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    });

    @Override
    public void readFully(byte[] into) throws IOException {
        readFully(into, 0, into.length);
    }

    @Override
    public void readFully(byte[] into, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int read = read(into, offset + done, count - done);
            if (read < 0) {
                throw new EOFException(name);
            }
            done += read;
        }
    }

    @Override
    public int skipBytes(int count) throws IOException {
        int skipped = (int) Math.max(0, Math.min(count, length() - at));
        at += skipped;
        return skipped;
    }

    @Override
    public boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    @Override
    public byte readByte() throws IOException {
        return in.readByte();
    }

    @Override
    public int readUnsignedByte() throws IOException {
        return in.readUnsignedByte();
    }

    @Override
    public short readShort() throws IOException {
        return in.readShort();
    }

    @Override
    public int readUnsignedShort() throws IOException {
        return in.readUnsignedShort();
    }

    @Override
    public char readChar() throws IOException {
        return in.readChar();
    }

    @Override
    public int readInt() throws IOException {
        return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return in.readDouble();
    }

    @Override
    public String readLine() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String readUTF() throws IOException {
        return in.readUTF();
    }
}
