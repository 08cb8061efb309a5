/**
 * Notices of agencies: to whom, by whom, and when. Here they are written, handed in, decided on and sent; what that stands on, and what is
 * done with those that are out, has rooms of its own.
 *
 * <p>Invariants: an agency addresses its own people and the audiences that are its own or were given to it, and nobody else, however the
 * audience is put together; an audience means who is in it when the notice is accepted. Nobody decides on a notice of their own, and a
 * recall takes two. A correction is a notice for the members of the one that it corrects, and brings its recall: it takes two whatever
 * policy says, both are one act, and nobody has both unread, or neither. What is about to happen to a notice is written down before it
 * happens, so that what a stop interrupts is done again, and nothing twice.
 *
 * <pre>
 * mail to notice@, notice+NAME@ ─→ NoticeDesk ─┬→ KeptMessages: the message, until it goes
 *                                              └→ registry: who, to whom as resolved, when; in one name once
 *   └─ pages: UnsentNotices (drafts in the writer's mailbox) ─→ NoticeOffice: may they in that name? as many as shown? ─→ NoticeDesk
 * NoticeReview: a second person approves, returns, rejects; of a recall one asks, another confirms
 * NoticeRunner ─→ when due, in the order of urgency, signed (NoticeSigning) ─→ NoticeDelivery ─→ folders of everybody
 *
 * NoticeDesk: what it corrects, by whom ─→ NoticeRunner: recalled in both names, and MarkedCorrection for who had read it, in one posting
 *
 * followup ─→ record ─→ report ──────────┬→ posting: to everybody, once
 *        └───────┴→ notice (this one) ───┼→ signing ─→ posting: in the agency's name
 *                                        └→ audience: whom an expression means
 * all but audience, posting and report ─→ text: messages, octet by octet
 * </pre>
 *
 * <p>A room imports those that an arrow leads to, and none leads back.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice;
