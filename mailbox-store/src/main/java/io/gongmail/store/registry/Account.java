package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody who has a mailbox here.
 *
 * @param name the holder's real name, as verified
 * @param agency the code of the agency
 */
public record Account(
        Address address,
        String name,
        AccountType type,
        String agency,
        Set<Role> roles,
        AccountState state,
        Instant opened) {
    public Account {
        roles = Set.copyOf(roles);
    }
}
