/**
 * From the queue into mailboxes.
 *
 * <p>Invariant: a queued mail leaves the queue only when every recipient has it, or its sender was told why not, if they want to hear of it (RFC 3461 §4.1). A mail
 * that is tried again, after a failure or a crash, reaches nobody here twice: what is written for a recipient begins with
 * {@code X-Gongmail-Delivery} and the queue's lasting id, so its bytes are the same at each try and like no other's, and
 * whoever already holds these bytes is passed over. To other servers goes only what somebody submitted who had signed in, what an
 * owner forwards or answers, and nobody else's mail.
 *
 * <pre>
 * spool ──→ Courier (bounded workers) ─→ LocalRecipients ─┬ has a mailbox  → INBOX, the same bytes for all
 *   ▲ ▲          ▲                                        │   └ whose owner asked for more, as the account's row tells
 *   │ │          │                                        │       ├ Forwards    → a mail of its own, behind Delivered-To ──┐
 *   │ │          │                                        │       └ AutoReplies → an answer, from &lt;&gt; ────────────────────┤
 *   │ │          │                                        ├ failed for now → back to the queue, later                     │
 *   │ │          │                                        ├ elsewhere, and Submitted → Onward ────────────────────────────┤
 *   │ │          └── notice to the sender (RFC 3464) ─────┴ never          → told, or logged when the sender is &lt;&gt;    │
 *   │ └──────────────────────────────────────── to mailboxes here ─────────────────────────────────────────────────────────┤
 *   │ notices                                                                                             to other servers │
 * outward ←────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
 *   │ ▲
 *   │ └ one mail for each domain · later, with what was said · OutwardProgress
 *   ▼
 * OutwardCourier ─→ Lanes: bounded for each destination, in turn ─→ Away? ─→ Elsewhere, each recipient with its own answer
 * </pre>
 *
 * <p>An owner's filter, where there is one, decides first: see {@code IntoInboxes}.
 *
 * <p>What an owner asked for costs others nothing: that there is something stands in the account's row, which is read anyway. An
 * answer and a forwarded mail have ids made from the delivery's, and are queued before the mail they come of leaves the queue. A
 * process that dies anywhere between makes them again: in a mailbox here they arrive once (unless the first was deleted
 * meanwhile), at another server perhaps twice, as SMTP has it. So does mail that another server had taken when the process died before
 * the queue knew: sent twice perhaps, lost never. Who was answered is noted, with that id, before the answer is
 * queued: the repeated delivery finds its own id and answers, any other finds that it was answered. An answer that cannot be made
 * is left out and logged; a mail that cannot be forwarded for now is tried again, and its copy is there already.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.delivery;
