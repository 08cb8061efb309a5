package io.gongmail.server.imap;

import org.jspecify.annotations.Nullable;

/**
 * The announcement of a literal at the end of a line: {@code {n}} waits for our "+", {@code {n+}} does not (RFC 7888), and {@code ~{n}} may have any octets (RFC 3516 §4.2).
 */
record LiteralMark(long octets, boolean synchronizing, boolean binary) {
    /** More digits than this is no number a client means: told as the largest, so that it is refused as too big. */
    private static final int MOST_DIGITS = 18;

    /** The mark before the line's end, or null. */
    static @Nullable LiteralMark at(byte[] line) {
        int i = line.length - 1; // LF
        if (i > 0 && line[i - 1] == '\r') {
            i--;
        }
        i--;
        if (i < 2 || line[i] != '}') {
            return null;
        }
        i--;
        boolean synchronizing = line[i] != '+';
        if (!synchronizing) {
            i--;
        }
        int last = i;
        while (i >= 0 && line[i] >= '0' && line[i] <= '9') {
            i--;
        }
        if (i < 0 || i == last || line[i] != '{') {
            return null;
        }
        if (last - i > MOST_DIGITS) {
            return new LiteralMark(Long.MAX_VALUE, synchronizing, false);
        }
        long octets = 0;
        for (int digit = i + 1; digit <= last; digit++) {
            octets = octets * 10 + (line[digit] - '0');
        }
        return new LiteralMark(octets, synchronizing, i > 0 && line[i - 1] == '~');
    }
}
