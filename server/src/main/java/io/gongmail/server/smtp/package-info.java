/**
 * SMTP submission over TLS (RFC 6409, RFC 8314), for people and on a listener of its own for agencies' systems ({@link
 * Submitters}): James' Netty server composed by hand, with our own sign-in and rules.
 *
 * <pre>
 * limits → TLS → gate → idle → Pacing → Frames (CRLF only) → SubmissionChannel (both on one thread of a bounded group)
 *   → StrictCommands → Auth | MAIL: SenderRule | RCPT: RecipientRule
 *   → DATA, BDAT (ChunkLines): StrictLines → MtPriority → HiddenFields → Received → MissingFields → MessageRule → NoticeRule, or queue
 * </pre>
 *
 * Invariant: before sign-in nothing is taken but words about signing in, and 250 after DATA or the last BDAT is said when the queue holds
 * the message durably.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.smtp;
