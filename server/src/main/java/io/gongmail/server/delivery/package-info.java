/**
 * From the queue into mailboxes.
 *
 * <p>Invariant: a queued mail leaves the queue only when every recipient has it, or its sender was told why not. A mail
 * that is tried again, after a failure or a crash, reaches nobody twice: what is written for a recipient begins with
 * {@code X-Gongmail-Delivery} and the queue's lasting id, so its bytes are the same at each try and like no other's, and
 * whoever already holds these bytes is passed over.
 *
 * <pre>
 * queue ─→ Courier (bounded workers) ─→ LocalRecipients ─┬ has a mailbox  → INBOX, the same bytes for all
 *                ▲                                       ├ failed for now → back to the queue, later
 *                └──── notice to the sender (RFC 3464) ──┴ never          → told, or logged when the sender is &lt;&gt;
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.delivery;
