/**
 * What is known of revocation: lists from files, lists fetched from distribution points, answers of responders.
 *
 * <pre>
 * certificate ─ Revocation ─┬─ lists at hand ── CrlFiles (folders that an administrator fills)
 *  (in the policy's order)  │                └─ FetchedLists: Point (issuer, addresses) → LDAP, HTTP
 *                           │                     cache/KEY.point  addresses, issuer's certificate
 *                           │                     cache/KEY.crl    the list in hand
 *                           └─ OcspClient ───── responders, answers kept for a while
 * </pre>
 *
 * Invariants: "revoked" is final, whichever source said it; a list in hand is swapped whole, for one that was verified and
 * is not older; what cannot be had leaves what is in hand; a judgement waits for the outside no longer than its policy says.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.revocation;
