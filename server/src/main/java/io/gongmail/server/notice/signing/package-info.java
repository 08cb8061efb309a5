/**
 * Notices signed in the name of their agency (S/MIME, RFC 8551).
 *
 * <p>Invariants: a key signs only while its certificate is good, for mail, and registered with an active account of that agency's own, all
 * judged each time; its files are the server's user's alone. What was signed when it came goes as it is. A message that cannot be held in
 * memory some four times is not signed.
 *
 * <pre>
 * SigningKeys (files of the administrator's) ─→ SigningKey ─→ NoticeSigning: is it fit?
 *   kept message ─→ Entity ─→ SevenBit (no octet changes on the way) ─→ SignedMessage (multipart/signed) ─→ Outgoing
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.signing;
