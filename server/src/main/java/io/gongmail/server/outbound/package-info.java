/**
 * Mail to other servers, to who looks after it from there.
 *
 * <p>Invariant: what is told as taken has been taken by another server (RFC 5321 §4.2.5, reply 250 after the last dot); what was
 * not is with the caller still. Where TLS is required nothing of a message, and no credentials, go to who has not shown a
 * certificate of its name; TLS that is merely offered falls back to clear, and never the other way round. Whatever other servers and
 * DNS say takes bounded time and bounded room. Nothing is kept here from one call to the next.
 *
 * <pre>
 * caller ─→ Routing ─┬ a route's host, the smarthost ─────────────────→ addresses by the system ─┐
 *   by domain        ├ MailExchangers ─→ Dns ─→ by preference, not to ourselves ─→ addresses ────┤
 *                    └ off: never                                                                ▼
 *                                              Handover: the first that comes to take it ─→ Conversation (STARTTLS, TLS)
 *                                                                                                │
 *              for each recipient: taken | later (4yz, not there) | never (5yz) ←── Transaction ─┘
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.outbound;
