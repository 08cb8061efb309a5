package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.james.imap.message.Literal;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one literal exactly as sent, in memory or in the file of its command, with which it ends. Filled by the event
 * loop, read by one worker after that.
 */
final class ReceivedLiteral implements Literal, Closeable {
    private final int size;
    private final byte[] memory;
    private final @Nullable SpoolFile file;
    private final long start;
    private int taken;
    private boolean nul;

    private ReceivedLiteral(int size, byte[] memory, @Nullable SpoolFile file, long start) {
        this.size = size;
        this.memory = memory;
        this.file = file;
        this.start = start;
    }

    static ReceivedLiteral inMemory(int octets) {
        return new ReceivedLiteral(octets, new byte[octets], null, 0);
    }

    static ReceivedLiteral in(SpoolFile file, int octets) {
        return new ReceivedLiteral(octets, new byte[0], file, file.place(octets));
    }

    /** Takes what is lacking from the buffer; true when the literal is complete. */
    boolean take(ByteBuf octets) {
        int length = Math.min(octets.readableBytes(), size - taken);
        nul |= length > 0 && octets.indexOf(octets.readerIndex(), octets.readerIndex() + length, (byte) 0) >= 0;
        if (file == null) {
            octets.readBytes(memory, taken, length);
            taken += length;
        } else {
            try {
                for (ByteBuffer part : octets.nioBuffers(octets.readerIndex(), length)) {
                    int more = part.remaining();
                    file.write(part, start + taken);
                    taken += more;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("A message could not be received in full", e);
            }
            octets.skipBytes(length);
        }
        return taken == size;
    }

    boolean containsNul() {
        return nul;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return file == null ? new ByteArrayInputStream(memory) : new Part(file, start, size);
    }

    /** Those of the same command end too. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    /** Reads by position, so that several readers, one after the other or at once, each begin at the start. */
    private static final class Part extends InputStream {
        private final SpoolFile file;
        private long position;
        private long left;

        Part(SpoolFile file, long start, long octets) {
            this.file = file;
            this.position = start;
            this.left = octets;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, left)), position);
            position += Math.max(read, 0);
            left -= Math.max(read, 0);
            return read;
        }
    }
}
