/**
 * A program on a person's computer for mail programs that show no certificate: IMAP and SMTP on loopback, and for each
 * connection a TLS session to the server with the person's certificate.
 *
 * <pre>
 * 127.0.0.1, ::1 → Connector → Passage:  ServerDoor.open → Dialogue (until sign-in) → Passing (octets, both ways)
 *                                          │                  │
 *                                          └── Failure ───────┴→ told in the protocol and on the terminal (Announcements)
 *
 * words, settings   rank 0      tls, dialogue   rank 1      the hall   Main → Setup | Run | Check
 * </pre>
 *
 * Invariants: it listens on loopback alone, and whoever connects there gets nowhere without the local secret; the server
 * is the pinned one or nothing is sent; connections, buffers and waits are bounded. It cannot keep another program of
 * this computer from listening on its ports while it does not run: a mail program that is started then tells that one its
 * user name and password, which without the certificate open nothing.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.connector;
