package io.gongmail.store.registry;

import java.util.Set;

/**
 * An organisation.
 *
 * @param code its code, at most 32 letters, digits, {@code _ -}
 * @param name at most 200 characters
 * @param domains the mail domains its people may have addresses in, lower case, at most 100; a domain has one agency
 */
public record Agency(String code, String name, Set<String> domains) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public Agency {
        if (!code.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("agency code: 1 to 32 letters, digits, _ and -");
        }
        Bounds.some("agency name", name, 200);
        domains = Set.copyOf(domains);
        if (domains.size() > 100 || !domains.stream().allMatch(Address::isDomain)) {
            throw new IllegalArgumentException("agency domains: at most 100, each a domain in lower case");
        }
    }
}
