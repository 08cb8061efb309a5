/**
 * James' mailbox mappers on SQL.
 *
 * <p>Invariant: only the {@code MetadataWriter}'s thread changes these tables; from {@code deleted_message} others take. It numbers messages (UID, mod-sequence) and
 * counts them in memory and writes that in the transaction that stores them, so a number is never given twice and a count
 * is never wrong; a caller hears of it after the commit. Reading is for everybody, a page at a time.
 *
 * <pre>
 * mailbox   one row for each: path, UIDVALIDITY, last UID, highest mod-sequence, counts, keywords, ACL
 * message   (mailbox, uid): ids, dates, size, flags, mod-sequence, SHA-256 of its bytes; 200 octets or so
 * shape     SHA-256 → what was parsed at arrival: properties, envelope, body structure
 * expunged  (mailbox, mod-sequence): runs of UIDs that went then, for who comes back ({@code Expunged})
 * deleted_message  what was deleted and can be had back ({@code Deletions} puts it there, {@code DeletedMail} gives it back)
 * notice    one for each official notice: id, content, folder, how far it is
 * notice_audience  (notice, first member): names, some hundred in a row; others write these, and notices before they are accepted
 * notice_copy      (notice, member): its copy was made, or why not; when it was first read; who has no row is still owed one
 * </pre>
 *
 * Lists are read past James' managers by {@code MailReader}: rows out of {@code MailboxLists}, which keeps the mailboxes that
 * were listed lately and hears of each commit before it is answered; envelopes and structures out of
 * {@code MessageDescriptions}, which remembers them by content. Numbers and counts of mailboxes that somebody looked at lately are in
 * {@code MailboxCounts}, which hears of each commit in the same way.
 *
 * <p>The message id of a notice's copy tells whose copy of which notice it is ({@code NoticeIds}), wherever it is moved.
 *
 * <p>{@code \Recent} is a bit of the row and a mark in the mailbox: up to the mark nothing is recent, so that taking it from a
 * whole mailbox is one small change. For whoever selects next the mark in {@code MailboxCounts} moves first; the writer is told, and
 * nobody waits for it.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail.mailbox;
