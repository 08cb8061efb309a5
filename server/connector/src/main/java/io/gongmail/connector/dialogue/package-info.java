/**
 * What is said until somebody has signed in: the connector reads along, on one thread, a command at a time.
 *
 * <pre>
 * program → Side → ImapCommand | SMTP line → ImapDialogue | SmtpDialogue → Side → server
 *
 * signs in as  SECRET+address  password   LOGIN, AUTHENTICATE PLAIN | LOGIN, AUTH PLAIN | LOGIN
 * goes on as          address  password   AUTHENTICATE PLAIN, AUTH PLAIN (or EXTERNAL with the address alone)
 * </pre>
 *
 * Invariants: before the secret was right the server hears CAPABILITY, ID, NOOP, LOGOUT, EHLO, HELO and QUIT alone, each made
 * anew and not passed on as it came; what the program is told the server can do before it has signed in, the connector
 * can read along; every line, literal and count of tries has a bound; nothing of a password is told or kept.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.connector.dialogue;
