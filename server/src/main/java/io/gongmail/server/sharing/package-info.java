/**
 * One account, one person: what tells whether an account is shared or stolen, and who is told.
 *
 * <p>Invariant: it is asked only about sessions whose certificate and password were right, so nobody learns from it, or is
 * locked out by it, who does not hold both. A place that was refused does not count as used.
 *
 * <pre>
 * SignedIn ─ exempt? ─ place (site, or /16, /32) ─ new, held? ─ places and programs at once ─ admitted
 *                                                  │              │
 *                                             Alarm → audit trail, letter to owner (and administrators)
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.sharing;
