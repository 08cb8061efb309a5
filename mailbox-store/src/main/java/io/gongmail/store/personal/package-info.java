/**
 * Under which keys is personal data kept, and how much of it is shown?
 *
 * <p>Invariants: a value is sealed by AES-256-GCM under one of the keys of the key file, bound to its table, column and row,
 * so that none can be read without the file, nor moved to another place; what does not open is refused, never guessed. The
 * key file is outside of the data folder and of every backup: without it what was sealed is lost, and that is its purpose.
 *
 * <pre>
 * key file   seals-by = 2          the key that seals from now on
 *            1 = 64 hex digits     opens what was sealed before
 *            2 = 64 hex digits
 * derived    HKDF-SHA-256 of each: AES-256 key, HMAC-SHA-256 key for equality, proof of being the same key
 * sealed     v1.2.base64url(nonce of 12 octets, ciphertext, tag of 16)
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.personal;
