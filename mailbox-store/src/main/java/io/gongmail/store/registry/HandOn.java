package io.gongmail.store.registry;

import java.time.Instant;

/**
 * That the mailbox of a closed account is to be a colleague's: asked for by one, to be confirmed by another.
 *
 * @param account that is closed
 * @param asker who asked for it
 * @param reason at most 500 characters
 */
public record HandOn(Address account, Address recipient, Address asker, Instant asked, String reason) {}
