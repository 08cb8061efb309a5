package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.james.imap.message.Literal;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one literal exactly as sent: small ones in memory, larger ones in a file of the spool folder that has no
 * name any more once it is closed. Filled by the event loop, read by one worker after that.
 *
 * <p>Writing a file from the event loop goes to the page cache; nothing here waits for the disk, since an APPEND is
 * durable by the store's own sync.
 */
final class ReceivedLiteral implements Literal, Closeable {
    static final int IN_MEMORY = 256 * 1024;

    private final int size;
    private final byte[] memory;
    private final @Nullable FileChannel file;
    private int taken;
    private boolean nul;

    private ReceivedLiteral(int size, byte[] memory, @Nullable FileChannel file) {
        this.size = size;
        this.memory = memory;
        this.file = file;
    }

    /** @param memory how many octets may be held in memory */
    static ReceivedLiteral of(int octets, long memory, Path spool) {
        if (octets <= memory) {
            return new ReceivedLiteral(octets, new byte[octets], null);
        }
        try {
            // DELETE_ON_CLOSE: a literal whose connection ends leaves nothing behind.
            FileChannel channel = FileChannel.open(
                    spool.resolve("literal-" + UUID.randomUUID()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            return new ReceivedLiteral(octets, new byte[0], channel);
        } catch (IOException e) {
            throw new UncheckedIOException("No room to receive a message in " + spool, e);
        }
    }

    /** Takes what is lacking from the buffer; true when the literal is complete. */
    boolean take(ByteBuf octets) {
        int length = Math.min(octets.readableBytes(), size - taken);
        nul |= length > 0 && octets.indexOf(octets.readerIndex(), octets.readerIndex() + length, (byte) 0) >= 0;
        if (file == null) {
            octets.readBytes(memory, taken, length);
        } else {
            try {
                for (ByteBuffer part : octets.nioBuffers(octets.readerIndex(), length)) {
                    while (part.hasRemaining()) {
                        file.write(part);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("A message could not be received in full", e);
            }
            octets.skipBytes(length);
        }
        taken += length;
        return taken == size;
    }

    /** How many octets of it are held in memory. */
    int inMemory() {
        return memory.length;
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
        if (file == null) {
            return new ByteArrayInputStream(memory);
        }
        return new FromStart(file);
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads the file by position, so that several readers, one after the other or at once, each begin at its start. */
    private static final class FromStart extends InputStream {
        private final FileChannel file;
        private long position;

        FromStart(FileChannel file) {
            this.file = file;
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
            int read = file.read(ByteBuffer.wrap(target, offset, length), position);
            position += Math.max(read, 0);
            return read;
        }
    }
}
