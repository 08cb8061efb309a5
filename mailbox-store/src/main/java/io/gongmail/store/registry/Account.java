package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody who has a mailbox here.
 *
 * @param name the holder's real name, as verified
 * @param agency the code of the agency
 * @param reacts whether its owner has a vacation turned on, or mail forwarded, which delivery looks up then
 */
public record Account(
        Address address,
        String name,
        AccountType type,
        String agency,
        Set<Role> roles,
        AccountState state,
        Instant opened,
        boolean reacts) {
    public Account {
        roles = Set.copyOf(roles);
    }

    /** One that only takes mail. */
    public Account(
            Address address,
            String name,
            AccountType type,
            String agency,
            Set<Role> roles,
            AccountState state,
            Instant opened) {
        this(address, name, type, agency, roles, state, opened, false);
    }
}
