package io.gongmail.store.registry;

import java.util.Optional;

/**
 * A binding, and its account as it was read after it: what was committed between the two shows in the account alone.
 *
 * @param account empty where there is none
 */
public record BoundAccount(Binding binding, Optional<AccountWithPassword> account) {}
