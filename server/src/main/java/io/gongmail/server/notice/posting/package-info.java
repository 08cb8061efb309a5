/**
 * How notices get to everybody: {@link io.gongmail.server.notice.posting.NoticeDelivery}, which the store does.
 *
 * <p>Invariants: what was posted under a number is not posted again, and is not lost once {@code post} returns; a recall may be repeated.
 * What is remembered of counts is bounded in number and age, and forgotten as soon as something was posted or recalled here.
 *
 * <pre>
 * Posting ─→ StoredDelivery ─→ store.mail: one message, a copy for each as their mailbox is looked at
 *                         └─→ Remembered: counts, for seconds
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.posting;
