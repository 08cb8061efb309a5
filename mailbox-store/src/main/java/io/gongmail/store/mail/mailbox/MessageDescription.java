package io.gongmail.store.mail.mailbox;

/**
 * What IMAP tells of a message without its bytes, in the words of the wire (RFC 9051 §7.5.2), US-ASCII without line ends:
 * the values of {@code ENVELOPE}, {@code BODY} and {@code BODYSTRUCTURE}.
 *
 * @param references the identifiers that its field References holds (RFC 5322 §3.6.4), for threads; may be empty
 */
public record MessageDescription(String envelope, String body, String bodyStructure, String references) {
    /** Of a message that refers to none. */
    public MessageDescription(String envelope, String body, String bodyStructure) {
        this(envelope, body, bodyStructure, "");
    }
}
