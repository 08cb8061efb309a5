/**
 * Is this certificate good right now, and whose is it?
 *
 * <p>{@link io.gongmail.pki.CertificateJudge} answers for a {@link io.gongmail.pki.PeerCertificate} with a
 * {@link io.gongmail.pki.Verdict}. Invariant: an error while judging is a refusal, and nothing a peer sends can make
 * the judge run longer than its bounds.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki;
