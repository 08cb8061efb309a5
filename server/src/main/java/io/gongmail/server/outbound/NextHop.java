package io.gongmail.server.outbound;

/** Where mail to other servers is handed to. Thread-safe; calls block, within time limits. */
public interface NextHop {
    /** There is none: mail to other servers is off. */
    NextHop OFF = (sender, recipient, message) -> new Handed.Never("mail to other servers is off");

    /**
     * Hands one message on for one recipient.
     *
     * @param sender the reverse path (RFC 5321 §4.1.1.2); empty where nothing is to come back
     * @param recipient a mail address
     * @param message as RFC 5322 has it, lines ended by CRLF
     */
    Handed hand(String sender, String recipient, byte[] message);
}
