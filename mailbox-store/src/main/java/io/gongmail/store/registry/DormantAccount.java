package io.gongmail.store.registry;

import java.time.Instant;

/**
 * An active account that nobody has used for a while.
 *
 * @param since the last sign of life: a sign-in, to the day; a certificate bound; the opening or resumption; or, where uses
 *     were not kept before, since when they are
 */
public record DormantAccount(Account account, Instant since) {}
