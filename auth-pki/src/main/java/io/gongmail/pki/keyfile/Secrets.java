package io.gongmail.pki.keyfile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Octets that are wiped when no longer needed. */
final class Secrets implements AutoCloseable {
    private final byte[] octets;

    private Secrets(byte[] octets) {
        this.octets = octets;
    }

    /** These octets themselves, not a copy. */
    static Secrets of(byte[] octets) {
        return new Secrets(octets);
    }

    /** A password in UTF-8; the keyboards of key programs give US-ASCII, where all encodings agree. */
    static Secrets of(char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] octets = Arrays.copyOfRange(encoded.array(), encoded.position(), encoded.limit());
        Arrays.fill(encoded.array(), (byte) 0);
        return new Secrets(octets);
    }

    /** A password as PKCS#12 has it (RFC 7292 §B.1): two octets a character, and two zero octets behind; nothing for none. */
    static Secrets ofPkcs12(char[] password) {
        byte[] octets = new byte[password.length == 0 ? 0 : 2 * password.length + 2];
        for (int i = 0; i < password.length; i++) {
            octets[2 * i] = (byte) (password[i] >>> 8);
            octets[2 * i + 1] = (byte) password[i];
        }
        return new Secrets(octets);
    }

    byte[] octets() {
        return octets;
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }
}
