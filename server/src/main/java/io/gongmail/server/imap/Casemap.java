package io.gongmail.server.imap;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What strings are compared by: i;unicode-casemap (RFC 5051 §2.3), each character in title case, then decomposed. Immutable.
 *
 * <p>Of a longer string only the first {@link #LONGEST} octets count, so that the keys of a mailbox have a bound.
 */
final class Casemap implements Comparable<Casemap> {
    static final int LONGEST = 256;
    static final Casemap EMPTY = new Casemap(new byte[0]);

    private final byte[] octets;

    private Casemap(byte[] octets) {
        this.octets = octets;
    }

    static Casemap of(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        StringBuilder title = new StringBuilder(text.length());
        text.codePoints().limit(LONGEST).map(Character::toTitleCase).forEach(title::appendCodePoint);
        byte[] octets = Normalizer.normalize(title, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8);
        return new Casemap(octets.length > LONGEST ? Arrays.copyOf(octets, LONGEST) : octets);
    }

    boolean isEmpty() {
        return octets.length == 0;
    }

    /** By octets of UTF-8 (RFC 4790 §9.3.1), which is the order of characters. */
    @Override
    public int compareTo(Casemap other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Casemap casemap && Arrays.equals(octets, casemap.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
