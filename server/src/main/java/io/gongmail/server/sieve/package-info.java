/**
 * Filters of owners: Sieve (RFC 5228), as far as it can be announced whole.
 *
 * <p>Invariant: a script either is understood from its first line to its last or is no script, and what it asks for is first
 * collected and then done, all of it or, where anything fails, nothing but to keep the mail. Its work is bounded by its size, its
 * depth, the actions of one run, and what one run may compare.
 *
 * <pre>
 * text → Scanner → Grammar → Call … → Compiler (requires, arguments, bounds) → Script ── run on a mail → Disposition → delivery
 *         tokens    depth              Commands, Tests, Matching                 Run: flags, actions, work
 * </pre>
 *
 * <p>The order of what is done with one mail: what the server itself writes is kept, whatever a script says, so that nobody takes
 * the news of a theft away; then the script decides; then, unless it discards or rejects, the account's own forwarding, which where
 * it keeps no copy undoes a keep but no fileinto; then one answer, the script's vacation where it has one, else the account's.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.sieve;
