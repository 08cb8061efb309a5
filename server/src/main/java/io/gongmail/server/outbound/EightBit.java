package io.gongmail.server.outbound;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** What a message with octets above 127 asks of the next hop. */
final class EightBit {
    private EightBit() {}

    /**
     * The parameters of MAIL that such a message needs; empty where the next hop does not offer the extension: the message is
     * returned then, as it is not recoded here (RFC 6152 §3, RFC 6531 §3.1).
     *
     * @param offers whether the next hop has announced an extension
     */
    static Optional<String> parameters(byte[] message, Predicate<String> offers) {
        int headerEnd = endOfHeader(message);
        if (isAscii(message, 0, message.length)) {
            return Optional.of("");
        }
        if (!offers.test("8BITMIME")) {
            return Optional.empty();
        }
        if (isAscii(message, 0, headerEnd) || !isUtf8(message, headerEnd)) {
            return Optional.of("BODY=8BITMIME");
        }
        return offers.test("SMTPUTF8") ? Optional.of("BODY=8BITMIME SMTPUTF8") : Optional.empty(); // RFC 6531 §3.1
    }

    private static boolean isAscii(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Other headers with 8-bit octets are what old programs write, and were always sent as they are. */
    private static boolean isUtf8(byte[] octets, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int endOfHeader(byte[] message) {
        for (int i = 0; i + 3 < message.length; i++) {
            if (message[i] == '\r' && message[i + 1] == '\n' && message[i + 2] == '\r' && message[i + 3] == '\n') {
                return i;
            }
        }
        return message.length;
    }
}
