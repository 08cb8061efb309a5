/**
 * Mail to other servers, by one next hop that looks after it from there.
 *
 * <p>Invariant: what is told as taken has been taken by the next hop (RFC 5321 §4.2.5, reply 250 after the last dot); what was
 * not is with the caller still. What the next hop says of itself is believed only over TLS with a certificate of its name,
 * unless the configuration says otherwise.
 *
 * <pre>
 * caller ─→ NextHop ─→ Smarthost (SMTP, STARTTLS or TLS, AUTH) ─→ taken | later (4yz, not there) | never (5yz)
 *                └──→ off: never
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.outbound;
