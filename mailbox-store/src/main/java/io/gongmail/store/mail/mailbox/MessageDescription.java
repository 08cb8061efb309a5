package io.gongmail.store.mail.mailbox;

/**
 * What IMAP tells of a message without its bytes, in the words of the wire (RFC 9051 §7.5.2), US-ASCII without line ends:
 * the values of {@code ENVELOPE}, {@code BODY} and {@code BODYSTRUCTURE}.
 */
public record MessageDescription(String envelope, String body, String bodyStructure) {}
