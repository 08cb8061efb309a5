package io.gongmail.server.imap;

import java.io.IOException;
import java.io.InputStream;

/**
 * What was counted of a section's octets without their transfer encoding, whose length is told before them (RFC 3516 §4.3): read once
 * to count them and once to tell them, none of it is held.
 *
 * @param all how many there are, or were read
 * @param some how many of those that are asked for
 * @param nul whether one of these is a NUL, for which it takes a literal8
 */
record DecodedOctets(long all, long some, boolean nul) {
    private static final int BUFFER = 8 * 1024;

    /**
     * Reads {@code octets} as far as those that are asked for reach.
     *
     * @param first of those asked for
     * @param most how many from there
     */
    static DecodedOctets count(InputStream octets, long first, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long last = most > Long.MAX_VALUE - first ? Long.MAX_VALUE : first + most;
        long all = 0;
        boolean nul = false;
        int read = 0;
        while (all < last && read >= 0) {
            read = octets.read(buffer);
            int to = (int) Math.max(0, Math.min(read, last - all));
            for (int i = (int) Math.max(0, Math.min(read, first - all)); i < to; i++) {
                nul |= buffer[i] == 0;
            }
            all += Math.max(0, read);
        }
        long from = Math.min(first, all);
        return new DecodedOctets(all, Math.min(most, all - from), nul);
    }
}
