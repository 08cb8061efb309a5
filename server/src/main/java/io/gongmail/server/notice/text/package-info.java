/**
 * The octets of notices and of letters about them: read as fields, parts and bodies (RFC 5322, RFC 2045), and written.
 *
 * <p>Invariant: nothing that is read is changed; what is copied is copied to the octet.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.text;
