package io.gongmail.server.imap;

/**
 * How much is noted on mailboxes (RFC 5464 §4.1).
 *
 * @param entries of a mailbox that are shared, and as many of each user's own
 * @param octets of an entry's value
 */
record MetadataBounds(int entries, int octets) {}
