package io.gongmail.store.mail.mailbox;

/**
 * What IMAP tells of a message without its bytes, in the words of the wire (RFC 9051 §7.5.2), without line ends: the values of
 * {@code ENVELOPE}, {@code BODY} and {@code BODYSTRUCTURE}. Stored in US-ASCII.
 *
 * @param references the identifiers that its field References holds (RFC 5322 §3.6.4), for threads; may be empty
 * @param unencoded whether its headers have characters beyond US-ASCII that they do not encode (RFC 6532), so that it is told
 *     otherwise to who takes UTF-8
 */
public record MessageDescription(
        String envelope, String body, String bodyStructure, String references, boolean unencoded) {
    /** Of a message whose headers are US-ASCII. */
    public MessageDescription(String envelope, String body, String bodyStructure, String references) {
        this(envelope, body, bodyStructure, references, false);
    }

    /** Of a message that refers to none. */
    public MessageDescription(String envelope, String body, String bodyStructure) {
        this(envelope, body, bodyStructure, "");
    }
}
