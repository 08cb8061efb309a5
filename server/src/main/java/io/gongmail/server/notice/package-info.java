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
 *   └─ pages: UnsentNotices (drafts in the writer's mailbox) ─→ NoticeOffice: may they in that name? as many as shown? ─→ NoticeDesk
 * NoticeReview: a second person approves, returns, rejects; of a recall one asks, another confirms
 * NoticeRunner ─→ when due, in the order of urgency, signed (NoticeSigning) ─→ NoticeDelivery (StoredDelivery) ─→ folders of everybody
 *
 * NoticeSigning: SigningKeys (files of the administrator's) → SigningKey, judged → Entity, SevenBit → SignedMessage (multipart/signed)
 *
 * what is out ─→ NoticeReports: sums, members ─→ NoticeLetters: one letter, written down, then sent
 *             ├→ NoticeReminders ─→ NoticeDelivery, to who has it unread
 *             └→ NoticeExport, NoticeVerification: a file, and whether it is as it was ─→ NoticeRetention: its end
 *
 * text ─→ ExpressionReader ─→ Expression ─→ Reach (may this agency?) ─→ Resolving (roll → bits) ─→ Audience: who, as of now
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice;
