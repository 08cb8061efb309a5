package io.gongmail.store.registry;

import java.util.HashMap;
import java.util.Map;

/** Reads many addresses of few domains, each of which is kept in memory once. For one thread. */
final class AddressReader {
    /** More than one installation serves; who has more has them twice. */
    private static final int MOST_DOMAINS = 10_000;

    private final Map<String, String> domains = new HashMap<>();

    /**
     * As {@link Address#of}, of text that {@link Address#toString} gave.
     *
     * @throws IllegalArgumentException when it is none
     */
    Address read(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not an address of an account");
        }
        String domain = text.substring(at + 1);
        String known = domains.get(domain);
        if (known == null) {
            known = domain;
            if (domains.size() < MOST_DOMAINS) {
                domains.put(domain, domain);
            }
        }
        return new Address(text.substring(0, at), known);
    }
}
