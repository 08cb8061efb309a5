/**
 * Who is signed in now, and until when.
 *
 * <p>Invariant: nobody stays signed in whose verdict has expired, whose binding was closed or has come to the end of its
 * overlap, whose account was closed, or whose certificate the newest revocation lists name, and no sign-in that was under
 * way while that happened slips through: it carries the number of endings it has seen
 * ({@link io.gongmail.server.session.SignedIn#asOf}), and what happened since is applied when it registers.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.session;
