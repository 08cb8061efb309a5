package io.gongmail.server.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Chooses fields of a header by name, as they stand (RFC 9051 §6.4.5.1: HEADER.FIELDS, HEADER.FIELDS.NOT). */
final class HeaderFields {
    private HeaderFields() {}

    /**
     * Those fields of {@code header} that are named, or are not, each with its folded lines; then an empty line.
     *
     * @param names lower case
     * @param named whether fields with these names are wanted, or all others
     */
    static byte[] of(byte[] header, Set<String> names, boolean named) {
        ByteArrayOutputStream chosen = new ByteArrayOutputStream(Math.min(header.length, 1_024));
        boolean wanted = false;
        for (int start = 0; start < header.length; ) {
            int next = nextLine(header, start);
            boolean folded = header[start] == ' ' || header[start] == '\t';
            if (!folded) {
                int colon = colon(header, start, next);
                if (colon < 0 && isEmpty(header, start, next)) {
                    break;
                }
                wanted = colon >= 0 && names.contains(name(header, start, colon)) == named;
            }
            if (wanted) {
                chosen.write(header, start, next - start);
            }
            start = next;
        }
        chosen.write('\r');
        chosen.write('\n');
        return chosen.toByteArray();
    }

    private static int nextLine(byte[] header, int start) {
        int at = start;
        while (at < header.length && header[at] != '\n') {
            at++;
        }
        return Math.min(header.length, at + 1);
    }

    private static boolean isEmpty(byte[] header, int start, int end) {
        return header[start] == '\n' || (end - start == 2 && header[start] == '\r');
    }

    private static int colon(byte[] header, int start, int end) {
        for (int i = start; i < end; i++) {
            if (header[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private static String name(byte[] header, int start, int colon) {
        return new String(header, start, colon - start, StandardCharsets.US_ASCII)
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
