package io.gongmail.server.imap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts octets and ends of line of what is read through it. */
final class Measured extends FilterInputStream {
    private static final int STEP = 8_192;

    private long octets;
    private long lines;

    Measured(InputStream in) {
        super(in);
    }

    long octets() {
        return octets;
    }

    long lines() {
        return lines;
    }

    /** Reads to the end. */
    void drain() throws IOException {
        byte[] buffer = new byte[STEP];
        while (read(buffer, 0, buffer.length) >= 0) {
            // counted by read
        }
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) {
            octets++;
            lines += octet == '\n' ? 1 : 0;
        }
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = offset; i < offset + count; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
        }
        octets += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] passed = new byte[(int) Math.max(0, Math.min(count, STEP))];
        return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
