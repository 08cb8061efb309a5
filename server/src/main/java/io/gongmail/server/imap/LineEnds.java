package io.gongmail.server.imap;

import java.util.Arrays;

/** The end of a line that was received: LF, or CRLF as it should be (RFC 9051 §2.2). */
final class LineEnds {
    private LineEnds() {}

    static byte[] without(byte[] line) {
        int length = line.length - 1;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return Arrays.copyOf(line, length);
    }

    /** James' line handlers cut two octets off the end. */
    static byte[] withCrLf(byte[] line) {
        byte[] bare = without(line);
        byte[] ended = Arrays.copyOf(bare, bare.length + 2);
        ended[bare.length] = '\r';
        ended[bare.length + 1] = '\n';
        return ended;
    }
}
