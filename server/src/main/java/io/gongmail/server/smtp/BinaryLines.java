package io.gongmail.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Octets that need not be lines, in what lies between one CRLF and the next, and where that stands. A CR or LF of its own ends nothing
 * (RFC 5321 §2.3.8). Of what is long only the beginning is kept. Not thread-safe.
 */
final class BinaryLines {
    private static final int BUFFER = 32 * 1024;
    /** So much is kept: more than a boundary (RFC 2046 §5.1.1) or a line of a header should have. */
    static final int KEPT = 4 * 1024;

    private static final int LONGEST = 998; // RFC 5322 §2.1.1, RFC 2045 §2.8

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int read;
    private int limit;

    private final byte[] line = new byte[KEPT];
    private int kept;
    private long at;
    private long end;
    private boolean ended;
    private boolean text;

    BinaryLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next; false at the end, which is then where it stands. */
    boolean next() throws IOException {
        at = end;
        kept = 0;
        ended = false;
        text = true;
        int before = -1;
        for (int octet = octet(); octet >= 0; octet = octet()) {
            end++;
            if (kept < KEPT) {
                line[kept++] = (byte) octet;
            }
            if (before == '\r' && octet == '\n') {
                ended = true;
                break;
            }
            text &= before != '\r' && octet != '\n' && octet != 0;
            before = octet;
        }
        text &= (ended || before != '\r') && length() <= LONGEST;
        return end > at;
    }

    private int octet() throws IOException {
        if (read == limit) {
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            read = 0;
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[read++] & 0xff;
    }

    /** Where it begins. */
    long at() {
        return at;
    }

    /** Where the next one begins. */
    long end() {
        return end;
    }

    private long length() {
        return end - at - (ended ? 2 : 0);
    }

    boolean isEmpty() {
        return length() == 0;
    }

    /** Whether a CRLF ends it: that of the last one may be missing. */
    boolean isEnded() {
        return ended;
    }

    /** Whether it could stand in a message that is lines: no CR, LF or NUL in it, and no longer than those are (RFC 2045 §2.7, §2.8). */
    boolean isText() {
        return text;
    }

    /** Whether less is kept of it than it has. */
    boolean isCut() {
        return length() > kept;
    }

    /** What is kept, without its CRLF. */
    byte[] octets() {
        return Arrays.copyOf(line, (int) Math.min(kept, length()));
    }

    /** Whether it is {@code delimiter}, with white space or two dashes behind it, whatever comes then. */
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
