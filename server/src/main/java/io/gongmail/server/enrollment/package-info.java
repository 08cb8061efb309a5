/**
 * How an account comes to be: consent, verification of the person, completion with a certificate that was shown to be
 * theirs, a decision, and then provisioning.
 *
 * <pre>
 * Draft → Consented → Verified → Completed → Submitted → Approved | Returned (→ Completed) | Rejected
 *                                                        Approved → Provisioned
 * </pre>
 *
 * Or how a certificate comes to one that is open: by who holds an active one, or by an application that asks for it and goes
 * the same way. Invariant: only {@link io.gongmail.server.enrollment.Provisioning} opens an account, from an approval and nothing else,
 * and nobody decides on their own application. What an owner has done with mail while away is set here, and done in {@code delivery}.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.enrollment;
