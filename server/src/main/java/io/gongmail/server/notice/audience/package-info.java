/**
 * Whom a notice is for.
 *
 * <p>Invariants: an agency addresses its own people and the audiences that are its own or were given to it, and nobody else, however the
 * audience is put together: that is judged by how it is written, before it is asked who is in it. What stands in an expression is bounded
 * in length, depth and terms, and those that name one another do not lead back to themselves. One is resolved at a time.
 *
 * <pre>
 * text ─→ ExpressionReader ─→ Expression ─→ Reach (may this agency?) ─→ Resolving (roll → bits) ─→ Audience: who, as of now
 * └────────────────────────────────────────── Audiences ───────────────────────────────────────────┘
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.notice.audience;
