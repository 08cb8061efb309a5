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
     * The parameters of MAIL that such a message needs; empty where the next server does not offer the extension: the message
     * is returned then, as it is not recoded here (RFC 6152 §3, RFC 6531 §3.1).
     *
     * @param utf8Address whether sender or recipient are beyond US-ASCII
     * @param offers whether the next server has announced an extension
     */
    Optional<String> parameters(boolean utf8Address, Predicate<String> offers) {
        boolean utf8 = utf8Address || utf8Header;
        if (ascii && !utf8) {
            return Optional.of("");
        }
        if (!offers.test("8BITMIME")) {
            return Optional.empty();
        }
        if (!utf8) {
            return Optional.of(" BODY=8BITMIME");
        }
        return offers.test("SMTPUTF8") ? Optional.of(" BODY=8BITMIME SMTPUTF8") : Optional.empty(); // RFC 6531 §3.1
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
