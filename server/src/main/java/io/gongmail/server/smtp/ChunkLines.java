package io.gongmail.server.smtp;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.apache.james.protocols.api.Response;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a message out of chunks, which may be cut anywhere (RFC 3030 §2), written as DATA would have them, with a dot before
 * a dot (RFC 5321 §4.5.2).
 */
final class ChunkLines {
    /** What takes a line; what it answers is the end of it. */
    interface Next {
        @Nullable
        Response onLine(byte[] line);
    }

    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private boolean returned;
    private boolean tooLong;

    /** @param longest octets of a line that are kept; nothing is taken behind a longer one */
    ChunkLines(int longest) {
        this.longest = longest;
    }

    /** The lines that {@code octets} end go to {@code next}. */
    Optional<Response> take(byte[] octets, Next next) {
        for (byte octet : octets) {
            tooLong |= line.size() >= longest;
            if (tooLong) {
                line.reset();
                return Optional.empty();
            }
            if (line.size() == 0 && octet == '.') {
                line.write('.');
            }
            line.write(octet);
            if (returned && octet == '\n') {
                Optional<Response> answer = ended(next);
                if (answer.isPresent()) {
                    return answer;
                }
            }
            returned = octet == '\r';
        }
        return Optional.empty();
    }

    /** A last line that has no end is given one. */
    Optional<Response> rest(Next next) {
        if (line.size() == 0) {
            return Optional.empty();
        }
        line.write('\r');
        line.write('\n');
        return ended(next);
    }

    /** Whether a line was longer than is kept: the message is to be refused. */
    boolean isTooLong() {
        return tooLong;
    }

    private Optional<Response> ended(Next next) {
        byte[] whole = line.toByteArray();
        line.reset();
        returned = false;
        return Optional.ofNullable(next.onLine(whole));
    }
}
