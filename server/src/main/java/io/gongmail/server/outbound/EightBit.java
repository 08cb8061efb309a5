package io.gongmail.server.outbound;

import com.google.common.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a message with octets above 127 asks of the next server.
 *
 * @param ascii whether it has none
 * @param utf8Header whether its header has some and is UTF-8
 */
record EightBit(boolean ascii, boolean utf8Header) {
    /** A longer header with such octets is not looked at as UTF-8, but sent as old programs' are. */
    private static final int LONGEST_HEADER = 256 * 1024;

    /** Reads the message once, and keeps of it a header of {@value #LONGEST_HEADER} octets at most. */
    static EightBit of(ByteSource message) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream(4 * 1024);
        boolean ascii = true;
        boolean asciiHeader = true;
        boolean inHeader = true;
        int last4 = 0;
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = message.openStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    ascii &= buffer[i] >= 0;
                    if (inHeader) {
                        asciiHeader &= buffer[i] >= 0;
                        if (header.size() <= LONGEST_HEADER) {
                            header.write(buffer[i]);
                        }
                        last4 = (last4 << 8) | (buffer[i] & 0xff);
                        inHeader = last4 != 0x0d0a0d0a;
                    }
                }
                if (!inHeader && !ascii) {
                    break; // nothing more is to be learned
                }
            }
        }
        return new EightBit(ascii, !asciiHeader && header.size() <= LONGEST_HEADER && isUtf8(header.toByteArray()));
    }

    /**
     * Why such a message is not for the next server; empty where it is. It is returned then, as it is not recoded here (RFC 6152 §3,
     * RFC 6531 §3.2).
     *
     * @param utf8Address whether sender or recipient are beyond US-ASCII
     * @param offers whether the next server has announced an extension
     */
    Optional<Handed.Never> objection(boolean utf8Address, Predicate<String> offers) {
        if (utf8Address && !offers.test("SMTPUTF8")) {
            return never("5.6.7", "addresses beyond US-ASCII"); // RFC 6531 §3.5
        }
        if (utf8Header && !offers.test("SMTPUTF8")) {
            return never("5.6.9", "a header in UTF-8"); // RFC 6531 §3.5
        }
        // RFC 6531 §3.1: who offers SMTPUTF8 offers 8BITMIME too.
        boolean plain = ascii && !utf8Address && !utf8Header;
        return plain || offers.test("8BITMIME") ? Optional.empty() : never("5.6.3", "8-bit content");
    }

    private static Optional<Handed.Never> never(String status, String what) {
        return Optional.of(new Handed.Never(status, "the next server does not take " + what, ""));
    }

    /** The parameters of MAIL with which it goes where there is no {@link #objection}. */
    String parameters(boolean utf8Address) {
        if (utf8Address || utf8Header) {
            return " BODY=8BITMIME SMTPUTF8"; // RFC 6531 §3.4
        }
        return ascii ? "" : " BODY=8BITMIME";
    }

    /** Other headers with 8-bit octets are what old programs write, and were always sent as they are. */
    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
