package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * An account that is closed.
 *
 * @param closed since when
 * @param former the address that it had before it was set aside; empty while it has it
 * @param mailboxGone since when it has no mailbox any more; empty while it has
 */
public record ClosedAccount(Account account, Instant closed, Optional<Address> former, Optional<Instant> mailboxGone) {}
