/**
 * Notices of agencies: to whom, by whom, and when.
 *
 * <p>Invariants: an agency addresses its own people and the audiences that are its own or were given to it, and nobody else, however the
 * audience is put together; an audience means who is in it when the notice is accepted. Nobody decides on a notice of their own, and a recall takes two. What is about to
 * happen to a notice is written down before it happens, so that what a stop interrupts is done again, and nothing twice. What stands in an expression is bounded in
 * length, depth and terms, and those that name one another do not lead back to themselves.
 *
 * <pre>
 * mail to notice@, notice+NAME@ ─→ NoticeDesk ─┬→ KeptMessages: the message, until it goes
 *                                              └→ registry: who, to whom as resolved, when; in one name once
 * NoticeReview: a second person approves, returns, rejects; of a recall one asks, another confirms
 * NoticeRunner ─→ when due, in the order of urgency ─→ NoticeDelivery (StoredDelivery) ─→ folders of everybody
 *
 * text ─→ ExpressionReader ─→ Expression ─→ Reach (may this agency?) ─→ Resolving (roll → bits) ─→ Audience: who, as of now
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice;
