package io.gongmail.store.mail.mailbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A message for who goes through its parts: mime4j looks for the boundary of each multipart that is open in each octet, so that
 * what lies fifty levels deep is gone through fifty times. It ends where that would become too much: a large attachment in some
 * messages that were forwarded one in the other does not, and a small message never. Not thread-safe.
 */
public final class ParsedOctets extends FilterInputStream {
    /** Octets times levels that any message may cost. */
    static final long FREE = 128L * 1024 * 1024;
    /** Levels that all of a message may lie deep, however large it is. */
    static final int LEVELS = 6;

    private int depth;
    private long octets;
    private long work;

    public ParsedOctets(InputStream message) {
        super(message);
    }

    /** What is read from here on lies so deep. */
    public void at(int levels) {
        depth = levels;
    }

    /** Whether it ended before the message did. */
    public boolean isCut() {
        return work > FREE + LEVELS * octets;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = isCut() ? -1 : super.read(target, offset, length);
        octets += Math.max(0, read);
        work += (long) Math.max(0, read) * depth;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
