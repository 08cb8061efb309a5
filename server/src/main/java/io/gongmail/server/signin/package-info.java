/**
 * Sign-in: a certificate's verdict, its active binding and the password, all for the same account.
 *
 * <p>Invariant: the account is found by the certificate's binding alone; what the client names is only compared with it, where
 * another name of an account, with Korean letters, stands for that account's address ({@code LoginName}). No
 * binding, a suspended one, somebody else's certificate, an unknown account and a wrong password have one answer (G-201) and
 * one length, and Argon2 runs only where everything but the password fits; for a password that was right a moment ago not even
 * then. A certificate suffices only where the policy says so (SASL EXTERNAL); a password never does.
 *
 * <p>Failures keep out certificates, and networks of certificates that are nobody's; an account never, so that no stranger
 * can lock somebody out.
 *
 * <p>A password is set by its owner alone, who signs with the certificate: that is enough for the first one and where one has
 * ended; else it takes the present password too, or a new identity verification of the person who applied.
 *
 * <pre>
 *  verdict ─ lockout ── binding ─ account ─ login, authorisation identity ─ policy ─ Argon2 ─ SignedIn
 *               │          └──────────┴───────────────┴────────────────────────┘        │
 *             G-203                 a timer as long as a recent real check            G-201
 *                                                  │
 *                                                G-201          (the true reason goes to the audit trail)
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.signin;
