package io.gongmail.server.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A message as it goes after DATA: each line ended by CRLF, whatever ended it before, dots doubled at the begin of lines, and a dot
 * alone at the end (RFC 5321 §4.5.2, §2.3.8). A lone CR or LF that went on as it is could be read as an end of line by the next
 * server and as none by us, and so end the message where we see none; NUL goes nowhere (RFC 5321 §4.5.2 of old, RFC 5322 §4).
 */
final class MessageLines {
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int length;
    private boolean afterReturn;
    private boolean atStart = true;

    private MessageLines(OutputStream out) {
        this.out = out;
    }

    /** Writes all of it; does not flush. */
    static void write(InputStream message, OutputStream out) throws IOException {
        MessageLines lines = new MessageLines(out);
        byte[] octets = new byte[16 * 1024];
        for (int read = message.read(octets); read >= 0; read = message.read(octets)) {
            for (int i = 0; i < read; i++) {
                lines.take(octets[i]);
            }
        }
        lines.end();
    }

    private void take(byte octet) throws IOException {
        if (afterReturn) {
            afterReturn = false;
            endLine();
            if (octet == '\n') {
                return;
            }
        }
        switch (octet) {
            case '\r' -> afterReturn = true;
            case '\n' -> endLine();
            case 0 -> {}
            default -> {
                if (atStart && octet == '.') {
                    put('.');
                }
                atStart = false;
                put(octet);
            }
        }
    }

    private void end() throws IOException {
        if (afterReturn || !atStart) {
            endLine();
        }
        put('.');
        endLine();
        out.write(buffer, 0, length);
        length = 0;
    }

    private void endLine() throws IOException {
        put('\r');
        put('\n');
        atStart = true;
    }

    private void put(int octet) throws IOException {
        if (length == buffer.length) {
            out.write(buffer, 0, length);
            length = 0;
        }
        buffer[length++] = (byte) octet;
    }
}
