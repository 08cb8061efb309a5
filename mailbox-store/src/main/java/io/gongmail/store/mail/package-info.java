/**
 * What they have: mailboxes and the messages in them, behind James' managers.
 *
 * <p>Invariant: a message that was acknowledged is on disk, its bytes first ({@code content}), then its row
 * ({@code mailbox}); a row never names bytes that are not there. UIDs and mod-sequences only grow.
 *
 * <pre>
 * MailStore → mailboxManager … → mailbox: mappers ─ read ──────────→ tables mailbox, message, shape
 *                                            │  └── change → one writer, one transaction for what waits
 *                                            └─ bytes → content: segments, large files
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail;
