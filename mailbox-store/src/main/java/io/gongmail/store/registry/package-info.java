/**
 * Who may: accounts, their certificates and password hashes, agencies, applications, and the audit trail of it all.
 *
 * <p>Invariants: an account comes into being from an {@link io.gongmail.store.registry.Application.Approved} and from
 * nothing else (seeding for demo and benchmarks aside, which says so in the trail); a certificate belongs to one account
 * for ever, also when its binding is revoked; a state changes by compare-and-set in one transaction with its audit entry
 * and, for applications, its history row, so that either all of them exist or none.
 *
 * <pre>
 * application  Draft → Consented → Verified → Completed → Submitted → Approved → Provisioned
 *                                                 ↑          ├──→ Rejected
 *                                             Returned ←─────┘
 * binding      suspend            resume                revoke    replace
 *   ACTIVE     SUSPENDED                                REVOKED   SUPERSEDED, with an end of its own
 *   SUPERSEDED SUSPENDED                                REVOKED
 *   SUSPENDED                     ACTIVE or SUPERSEDED  REVOKED
 * notice       Submitted → Approved | Returned | Rejected | Expired;  Approved → Releasing → Released
 *              Released ⇄ RecallAsked → Recalling → Recalled
 * account      ACTIVE ⇄ SUSPENDED → CLOSED;  ACTIVE → CLOSED, and after its address has rested: set aside under another
 *
 * account (address) ─┬─ binding (id; unique: certificate, issuer + serial)
 *                    ├─ password_history (account, number)
 *                    ├─ vacation ── vacation_answer (account, hash of the sender)
 *                    ├─ forwarding ── forwarding_address (account, place)
 *                    ├─ sieve_script (account, name)
 *                    ├─ sent_as (account, holder)
 *                    ├─ international_address (name)
 *                    └─ application (id, state, version) ── application_history (application, version)
 * agency (code) ── agency_domain (domain)
 * audience (name) ─┬─ audience_member (audience, account)
 *                  └─ audience_grant (audience, agency)
 * official_notice (id, state, version) ─┬─ official_notice_step (notice, version)
 *                                       └─ official_notice_members (notice, part), as the audience was resolved
 * audit_head (one row, locked by whoever appends) ── audit_entry (number, hash = SHA-256(hash before, entry))
 * </pre>
 *
 * <p>Times are kept to the millisecond. Of a person only what a decision rests on is kept: provider, method and transaction;
 * sealed (see {@code store.personal}) the name, the hash of the CI and, where the provider tells and the consent covers them,
 * telephone number and date of birth; never a resident number, nor the CI itself. A row whose personal data does not open is
 * refused and reported, and its neighbours live. An account's name is its holder's as colleagues see it, and is not sealed.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.registry;
