/**
 * Certification paths: from what a peer sent up to an anchor.
 *
 * <pre>
 * bounds → structure → PathFinder (names and signatures, bounded work) → EndEntityRules → validity → revocation
 *        → Bouncy Castle's PKIX validator (RFC 5280 §6) → policies
 * </pre>
 *
 * Our own steps come first so that a refusal has its exact reason; Bouncy Castle has the last word, and sees only paths
 * whose signatures lead to an anchor, so that a stranger cannot make it work.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.path;
