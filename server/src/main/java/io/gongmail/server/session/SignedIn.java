package io.gongmail.server.session;

import io.gongmail.pki.AnchorKey;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Binding;
import java.time.Instant;

/**
 * A session for one account: verdict, binding and password were all for it.
 *
 * @param until the instant up to which the verdict on the certificate stands
 * @param anchor what that verdict leads to
 * @param origin where the sign-in came from
 * @param asOf {@link LiveSessions#mark()}, taken before binding and account were looked up
 */
public record SignedIn(Account account, Binding binding, Instant until, AnchorKey anchor, Origin origin, long asOf) {}
