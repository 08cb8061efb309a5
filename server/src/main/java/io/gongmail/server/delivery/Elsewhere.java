package io.gongmail.server.delivery;

/** What takes mail for other servers. Thread-safe; blocks, within time limits of its own. */
public interface Elsewhere {
    /**
     * Hands one message on for one recipient.
     *
     * @param sender the reverse path (RFC 5321 §4.1.1.2); empty where nothing is to come back
     * @param message as RFC 5322 has it, lines ended by CRLF
     */
    Given hand(String sender, String recipient, byte[] message);
}
