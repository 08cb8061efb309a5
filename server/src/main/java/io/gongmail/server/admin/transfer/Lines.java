package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines, those that are longer than 64 KiB in pieces. For one thread. */
final class Lines implements AutoCloseable {
    private static final int LONGEST = 64 * 1024;

    /**
     * A line or a piece of one, without its LF or CRLF.
     *
     * @param at where in the file it begins
     * @param begins whether the line begins with it
     * @param ends whether it ended with LF
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Piece(byte[] octets, long at, boolean begins, boolean ends) {
        boolean isEmptyLine() {
            return begins && ends && octets.length == 0;
        }

        boolean startsWith(String ascii) {
            if (octets.length < ascii.length()) {
                return false;
            }
            for (int i = 0; i < ascii.length(); i++) {
                if (octets[i] != ascii.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        String text() {
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[LONGEST];
    private int start;
    private int end;
    private long at;
    private boolean begins = true;
    private Optional<Piece> peeked = Optional.empty();

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next one, which stays the next. */
    Optional<Piece> peek() throws IOException {
        if (peeked.isEmpty()) {
            peeked = read();
        }
        return peeked;
    }

    Optional<Piece> next() throws IOException {
        Optional<Piece> next = peek();
        peeked = Optional.empty();
        return next;
    }

    /** Octets that were read. */
    long done() {
        return at;
    }

    private Optional<Piece> read() throws IOException {
        int from = start;
        while (true) {
            for (int i = from; i < end; i++) {
                if (buffer[i] == '\n') {
                    return Optional.of(piece(i, i + 1, true));
                }
            }
            from = end;
            if (end - start == LONGEST) {
                // A CR at the end may belong to an LF that comes.
                int cut = buffer[end - 1] == '\r' ? end - 1 : end;
                return Optional.of(piece(cut, cut, false));
            }
            if (end == LONGEST) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                from = end;
                start = 0;
            }
            int count = in.read(buffer, end, LONGEST - end);
            if (count < 0) {
                return start == end ? Optional.empty() : Optional.of(piece(end, end, false));
            }
            end += count;
        }
    }

    private Piece piece(int to, int next, boolean ends) {
        int length = to - start - (ends && to > start && buffer[to - 1] == '\r' ? 1 : 0);
        byte[] octets = new byte[length];
        System.arraycopy(buffer, start, octets, 0, length);
        Piece piece = new Piece(octets, at, begins, ends);
        at += next - start;
        start = next;
        begins = ends;
        return piece;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
