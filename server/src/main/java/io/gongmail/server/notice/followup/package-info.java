/**
 * What is sent because of a notice that is out.
 *
 * <p>Invariants: a letter or a reminder is written down before it goes, and goes under a name of its own with the same octets at each try,
 * so that a stop doubles none. A sender is told once; a notice has so many reminders and no more, so far apart, and they are taken back
 * with it. What was handed out is sealed in the audit trail before anything is told of it.
 *
 * <pre>
 * NoticeLetters: done, or too late? ─→ sealed ─→ NoticeLetterWriter (NoticeSums, who is missing) ─→ LetterText ─→ the sender
 * NoticeReminders: asked ─→ written down ─→ LetterText ─→ NoticeDelivery ─→ who has it unread
 * NoticeRecords: all that is done with notices that are out, for who commands it
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.followup;
