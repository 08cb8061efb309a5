/**
 * The durable mail queue behind James' {@code MailQueue} contract.
 *
 * <p>Invariant: a mail is either in the table or somebody said {@code SUCCESS} for it (or an operator removed it).
 * Enqueueing returns when content and row are durable; what is in flight is marked in memory only, so it is handed out
 * again after a crash: at least once, each time under the same {@link io.gongmail.store.mail.queue.Delivery#idOf id}.
 * The most urgent is handed out first, but whoever has waited longest is overtaken by so many in a row only.
 * What an operator holds is not handed out, and what is held in flight is held when it comes back, also after a crash.
 *
 * <pre>
 * enQueue → content store (durable) → QueueWriter ─┐  one thread, one transaction for all that wait
 * done()  ─────────────────────────────────────────┤
 *                                                  ▼
 *                                             queue_item (seq, queue_name, item_id, due, priority, content_hash, envelope)
 *                                                  │ after commit
 *                                                  ▼
 *                    Tickets: ready by priority, seq · delayed by due · in flight  (numbers only, in memory, bounded)
 *                                                  │ as much as is asked for
 *                                                  ▼
 *                                             Dispatch → subscriber
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail.queue;
