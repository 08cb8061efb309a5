package io.gongmail.store.registry;

import java.util.Optional;

/**
 * An account, and what is stored of its password.
 *
 * @param password empty when none was set
 */
public record AccountWithPassword(Account account, Optional<StoredPassword> password) {}
