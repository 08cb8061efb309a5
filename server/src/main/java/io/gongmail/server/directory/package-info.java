/**
 * The address book: agencies, units and people as a directory that mail programs ask by LDAP (RFC 4511) over TLS, read only.
 *
 * <p>Invariant: only who has signed in, with certificate and password or where that suffices with the certificate, is told of
 * anybody, and only what the policy shows; nothing can be changed here. What one connection makes us hold is bounded, one of its
 * requests is under way at a time, and no event loop waits for the database.
 *
 * <pre>
 *  limits → TLS → gate → LdapFrames → Conversation ── bind ────→ Bind → SignIn → LiveSessions
 *                          bounded      ↑ one request ── search ─→ Search (threads) ── Matching (filter)
 *                          in octets    │ at a time                  │               ── Window (pages, order, view)
 *                          and depth    └── answers, as the peer ────┘               ── Chart ← Charts ← PeopleList, agencies, units
 *                                           reads them
 *
 *  o=Government of Korea,c=KR → ou=agency → ou=unit → … → uid=address
 * </pre>
 *
 * <p>A {@code Chart} is the whole tree in memory as the policy shows it, read anew at most every {@code [directory] refresh}, and
 * holds about 200 octets for each person: 20 MB for 100,000. Certificates are not in it; those of an answer are looked up for it.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.directory;
