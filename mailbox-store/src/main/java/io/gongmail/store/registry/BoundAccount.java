package io.gongmail.store.registry;

import java.util.Optional;

/**
 * A binding with its account, both as of one moment.
 *
 * @param account empty where there is none
 */
public record BoundAccount(Binding binding, Optional<AccountWithPassword> account) {}
