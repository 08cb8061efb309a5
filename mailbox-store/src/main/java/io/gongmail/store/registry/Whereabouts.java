package io.gongmail.store.registry;

import java.util.HashMap;
import java.util.Map;

/**
 * In which agency and unit each account was at one moment, closed ones and those of systems too: some 130 octets of memory for each.
 * Immutable; thread-safe.
 */
public final class Whereabouts {
    /**
     * Where somebody is.
     *
     * @param agency its code; empty where nobody knows the account any more
     * @param agencyName as it is called
     * @param unit as it is called; empty where it is not known
     */
    public record Desk(String agency, String agencyName, String unit) {
        public static final Desk UNKNOWN = new Desk("", "", "");
    }

    private final Map<String, Desk> byAddress;

    private Whereabouts(Map<String, Desk> byAddress) {
        this.byAddress = byAddress;
    }

    /** Used by one thread, once. */
    static final class Building {
        private final Map<String, Desk> byAddress = new HashMap<>();
        // Of 100,000 people the desks are some thousand.
        private final Map<Desk, Desk> asWritten = new HashMap<>();
        private final Map<Desk, Desk> asCompared = new HashMap<>();

        void add(String address, Desk desk) {
            byAddress.put(address, asWritten.computeIfAbsent(desk, this::same));
        }

        /** A unit is one, however it is spaced ({@link RosterEntry#key}). */
        private Desk same(Desk desk) {
            return asCompared.computeIfAbsent(
                    new Desk(desk.agency(), desk.agencyName(), RosterEntry.key(desk.unit())), compared -> desk);
        }

        Whereabouts built() {
            return new Whereabouts(byAddress);
        }
    }

    /** @param address in lower case, as it stands in the registry */
    public Desk of(String address) {
        return byAddress.getOrDefault(address, Desk.UNKNOWN);
    }
}
