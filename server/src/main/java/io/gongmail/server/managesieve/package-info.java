/**
 * ManageSieve (RFC 5804): owners put, look at and choose their filters.
 *
 * <p>Invariant: only who has signed in, with certificate and password or where that suffices with the certificate, reaches scripts,
 * and only the account's own; nothing is stored that the room {@code sieve} does not understand whole. What one connection makes us
 * hold is bounded, one of its requests is under way at a time, and no event loop waits for the database.
 *
 * <pre>
 *  limits → FirstOctet → TLS → gate → Frames → Conversation ── AUTHENTICATE ─→ Sasl → SignIn → LiveSessions
 *             │ TLS at once,           bounded     ↑ one request ── the others ──→ Commands (threads) → Script, SieveScripts
 *             │ or after STARTTLS                  │ at a time                         │
 *             └ plain text up to there             └───────────── Answers ←────────────┘
 * </pre>
 *
 * <p>James' own server of this protocol was looked at and left: it takes lines apart by blanks, holds a literal of any size, and
 * lets a script in that its parser only knows the brackets of.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.managesieve;
