package io.gongmail.store.mail.content;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 (FIPS 180-4) as a value. */
public record Sha256(long first, long second, long third, long fourth) {
    /** Its length in octets. */
    public static final int OCTETS = 32;

    /** @throws IllegalArgumentException when these are not 32 octets */
    public static Sha256 of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("a SHA-256 has 32 octets, not " + octets.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new Sha256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** @throws IllegalArgumentException when these are not 64 hexadecimal digits */
    public static Sha256 parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A new digest to make one with. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public byte[] octets() {
        return ByteBuffer.allocate(OCTETS)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(octets());
    }

    @Override
    public String toString() {
        return hex();
    }
}
