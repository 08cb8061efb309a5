/**
 * How a notice stands with its audience, in figures.
 *
 * <p>Invariants: each member counts once, under what they are now; copies are passed over one page at a time, so that no report is larger
 * than there are units. The same figures have the same names wherever they are told, and no value of a CSV is a formula.
 *
 * <pre>
 * copies + whereabouts ─→ NoticeReports ─┬→ NoticeMember, one after another
 *                                        └→ Tallying ─→ NoticeSums (NoticeTally: all, by agency, by unit), Remembered for seconds
 * NoticeFacts: their names ─→ NoticeCsv, NoticeFiles
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.report;
