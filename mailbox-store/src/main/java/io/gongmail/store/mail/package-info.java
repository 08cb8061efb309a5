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
 *
 * Notices ─ post → content, then tables notice, notice_audience: everybody of the audience is owed a copy
 *            │ OwedNotices: who is owed what, in memory
 *            ├ settle, before mailboxes of an owner are found ─┐  one transaction: a message, and the row in
 *            └ NoticeRounds: small batches, behind all others ─┴→ notice_copy that says it was made, or taken
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail;
