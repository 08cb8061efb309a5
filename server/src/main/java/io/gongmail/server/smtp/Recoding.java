package io.gongmail.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * What is written in place of some octets of a message; all others stay as they are.
 *
 * @param edits none reaches into another
 */
record Recoding(List<Edit> edits) {
    /** Nothing is changed. */
    static final Recoding NONE = new Recoding(List.of());

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(); // RFC 2045 §6.8: 76 in a line, ended by CRLF
    /** Octets that are encoded at once: whole lines of 57. */
    private static final int BLOCK = 57 * 256;

    Recoding {
        edits = edits.stream().sorted(Comparator.comparingLong(Edit::from)).toList();
    }

    /**
     * Of the octets from one place to another.
     *
     * @param isEncoded whether they stay, in base64; else {@code text} is there instead
     */
    record Edit(long from, long to, boolean isEncoded, String text) {
        static Edit base64(long from, long to) {
            return new Edit(from, to, true, "");
        }

        /** @param text in US-ASCII */
        static Edit text(long from, long to, String text) {
            return new Edit(from, to, false, text);
        }
    }

    /** Writes {@code message} so; keeps some thousand octets of it at once. */
    void write(InputStream message, OutputStream to) throws IOException {
        long at = 0;
        for (Edit edit : edits) {
            copy(message, edit.from() - at, to);
            if (edit.isEncoded()) {
                encode(message, edit.to() - edit.from(), to);
            } else {
                message.skipNBytes(edit.to() - edit.from());
                to.write(edit.text().getBytes(StandardCharsets.US_ASCII));
            }
            at = edit.to();
        }
        message.transferTo(to);
    }

    private static void copy(InputStream message, long octets, OutputStream to) throws IOException {
        for (long left = octets; left > 0; left -= BLOCK) {
            to.write(message.readNBytes((int) Math.min(left, BLOCK)));
        }
    }

    private static void encode(InputStream message, long octets, OutputStream to) throws IOException {
        for (long left = octets; left > 0; left -= BLOCK) {
            to.write(BASE64.encode(message.readNBytes((int) Math.min(left, BLOCK))));
            if (left > BLOCK) {
                to.write('\r');
                to.write('\n');
            }
        }
    }
}
