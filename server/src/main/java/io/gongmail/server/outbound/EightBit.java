package io.gongmail.server.outbound;

import java.util.Optional;
import java.util.function.Predicate;

/** What a message with octets above 127 asks of the next hop. */
final class EightBit {
    private EightBit() {}

    /**
     * The parameters of MAIL that such a message needs; empty where the next hop does not offer the extension: the message is
     * returned then, as it is not recoded here (RFC 6152 §3).
     *
     * @param offers whether the next hop has announced an extension
     */
    static Optional<String> parameters(byte[] message, Predicate<String> offers) {
        for (byte octet : message) {
            if (octet < 0) {
                return offers.test("8BITMIME") ? Optional.of("BODY=8BITMIME") : Optional.empty();
            }
        }
        return Optional.of("");
    }
}
