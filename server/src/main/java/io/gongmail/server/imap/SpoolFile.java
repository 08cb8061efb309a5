package io.gongmail.server.imap;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Where those literals of one command are that are too large for memory, one behind the other: a client that sends thousands of
 * them costs one file. It has no name any more once it is open, so nothing of it outlives its connection. Filled by the event
 * loop, read by one worker after that.
 */
final class SpoolFile implements Closeable {
    private final FileChannel file;
    private long end;

    private SpoolFile(FileChannel file) {
        this.file = file;
    }

    static SpoolFile in(Path folder) {
        try {
            return new SpoolFile(FileChannel.open(
                    folder.resolve("literal-" + UUID.randomUUID()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException("No room to receive a message in " + folder, e);
        }
    }

    /** Where the next {@code octets} are to stand. */
    long place(int octets) {
        long start = end;
        end += octets;
        return start;
    }

    /** Goes to the page cache; nothing here waits for the disk, since an APPEND is durable by the store's own sync. */
    void write(ByteBuffer octets, long at) throws IOException {
        long next = at;
        while (octets.hasRemaining()) {
            next += file.write(octets, next);
        }
    }

    int read(ByteBuffer into, long at) throws IOException {
        return file.read(into, at);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
