/**
 * Proof that a person holds a certificate's private key, away from TLS: a challenge of ours, signed with that key.
 *
 * <pre>
 * server   Challenge.fresh(purpose, subject, host, expires, random) ──text──▶ person
 * person   ChallengeSigner(chain, key).sign(challenge)              ──CMS───▶ server
 * server   SignedChallenge.verify(cms, challenge)                   ────────▶ Proof: Proven(signer) | Unproven(refusal)
 * server   CertificateJudge.judge(signer), and the challenge is spent
 * </pre>
 *
 * Invariant: {@code Proven} means that the holder of the signer's key signed exactly this challenge before it ran out, and
 * says nothing on whether the certificate is good: the judge does. Whoever made a challenge accepts it once.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.possession;
