/**
 * What does an agency tell of its people?
 *
 * <p>Invariant: a list that is told with any fault changes nothing, and every fault is told with its line. What the roster says
 * of an applicant is a hint for the reviewer and never a proof: people share names.
 *
 * <pre>
 * file ─→ ListFile (octets → lines of known columns) ─→ RosterFile (lines → entries) ─→ RosterImport ─→ registry
 * application ─→ RosterMatching ─→ RosterMatch: exact | near | none, each with its evidence
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.agency;
