package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import java.util.List;
import java.util.Optional;

/** The organisations whose people may have accounts. Thread-safe; every call is one transaction. */
public final class Agencies {
    Agencies(Database database, AuditTrail audit) {}

    /**
     * Adds the agency, or changes the one of the same code to what is given.
     *
     * @throws IllegalArgumentException when one of the domains is another agency's
     */
    public void put(Agency agency, String actor) {
        throw new UnsupportedOperationException();
    }

    public Optional<Agency> find(String code) {
        throw new UnsupportedOperationException();
    }

    /** The agency whose people may have addresses in {@code domain}. */
    public Optional<Agency> ofDomain(String domain) {
        throw new UnsupportedOperationException();
    }

    /**
     * Agencies in the order of their codes, those after the code {@code after}; the empty text starts.
     *
     * @param limit at most 1,000
     */
    public List<Agency> list(String after, int limit) {
        throw new UnsupportedOperationException();
    }
}
