/**
 * What is kept of a notice, whether that is as it was, and when it ends.
 *
 * <p>Invariants: each file of an export is named with its SHA-256 in the manifest, and the manifest's stands in the audit trail; whatever
 * was changed, left out or added shows as the first link that does not hold. What is read of a file is bounded. The record goes after the
 * copies' records, and what is in mailboxes stays.
 *
 * <pre>
 * NoticeExport ─→ ZIP (Entry: each with its SHA-256): message, NoticeRecord (notice and its steps), members, report, manifest
 * NoticeVerification: registry or file ─→ chain of steps, audit trail, message, members
 * NoticeRetention: years after the last step ─→ erased
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.record;
