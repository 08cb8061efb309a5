package io.gongmail.server.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of octets, ended by LF or CRLF, and where they stand. Of a long line only the beginning is kept. Not thread-safe. */
final class OctetLines {
    private static final int BUFFER = 32 * 1024;
    /** So much of a line is kept: more than a boundary (RFC 2046 §5.1.1: 70) or a header's line should have. */
    static final int KEPT = 4 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line = new byte[KEPT];
    private int read;
    private int limit;
    private int kept;
    private long at;
    private long end;
    private int ending;
    private int endingBefore;

    OctetLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end, which is then where the line is. */
    boolean next() throws IOException {
        at = end;
        endingBefore = ending;
        ending = 0;
        kept = 0;
        byte before = 0;
        while (true) {
            if (read == limit) {
                limit = Math.max(0, in.read(buffer, 0, buffer.length));
                read = 0;
                if (limit == 0) {
                    return end > at;
                }
            }
            int stop = read;
            while (stop < limit && buffer[stop] != '\n') {
                stop++;
            }
            keep(stop);
            end += stop - read;
            before = stop > read ? buffer[stop - 1] : before;
            read = stop;
            if (stop < limit) {
                read++;
                end++;
                ending = before == '\r' ? 2 : 1;
                return true;
            }
        }
    }

    private void keep(int stop) {
        int more = Math.min(stop - read, KEPT - kept);
        System.arraycopy(buffer, read, line, kept, more);
        kept += more;
    }

    /** Where the line begins. */
    long at() {
        return at;
    }

    /** Where the next one begins. */
    long end() {
        return end;
    }

    /** Octets that ended the line before: 2 for CRLF, 1 for LF. */
    int endingBefore() {
        return endingBefore;
    }

    boolean isEmpty() {
        return end - at == ending;
    }

    /** What was kept, without its ending. */
    byte[] octets() {
        return Arrays.copyOf(line, (int) Math.min(kept, end - at - ending));
    }

    /** Whether the line is {@code delimiter}, with white space or two dashes behind it, whatever comes then. */
    boolean startsWith(byte[] delimiter) {
        if (kept < delimiter.length || !Arrays.equals(line, 0, delimiter.length, delimiter, 0, delimiter.length)) {
            return false;
        }
        if (kept == delimiter.length) {
            return true;
        }
        byte next = line[delimiter.length];
        return next == ' ' || next == '\t' || next == '\r' || hasDashes(delimiter.length);
    }

    boolean hasDashes(int from) {
        return kept > from + 1 && line[from] == '-' && line[from + 1] == '-';
    }
}
