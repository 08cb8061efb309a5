package io.gongmail.store.registry;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Everybody who can be addressed at one moment, each with a place. Sets of them are bits at their places, so that sets of
 * 100,000 are 12 KiB. Immutable; what it gives is the caller's own.
 */
public final class Roll {
    private final List<Address> addresses;
    private final List<AccountType> types;
    private final List<String> agencies;
    private final List<Set<Role>> roles;
    private final List<String> units;
    private final List<String> positions;
    private final boolean withPosts;

    private Roll(Building from) {
        addresses = from.addresses;
        types = from.types;
        agencies = from.agencies;
        roles = from.roles;
        units = from.units;
        positions = from.positions;
        withPosts = from.withPosts;
    }

    /** Used by one thread, once. */
    static final class Building {
        private final List<Address> addresses = new ArrayList<>();
        private final List<AccountType> types = new ArrayList<>();
        private final List<String> agencies = new ArrayList<>();
        private final List<Set<Role>> roles = new ArrayList<>();
        private final List<String> units = new ArrayList<>();
        private final List<String> positions = new ArrayList<>();
        private final boolean withPosts;

        /** @param withPosts whether anybody can be found by unit and position */
        Building(boolean withPosts) {
            this.withPosts = withPosts;
        }

        /**
         * One more, in any order.
         *
         * @param unit as names are compared ({@link RosterEntry#key}), as is the position
         */
        void add(Address address, AccountType type, String agency, Set<Role> held, String unit, String position) {
            addresses.add(address);
            types.add(type);
            agencies.add(agency);
            roles.add(held);
            if (withPosts) {
                units.add(unit);
                positions.add(position);
            }
        }

        int size() {
            return addresses.size();
        }

        Roll built() {
            return new Roll(this);
        }
    }

    public int size() {
        return addresses.size();
    }

    /** Nobody. */
    public BitSet none() {
        return new BitSet(size());
    }

    public BitSet all() {
        return those(place -> true);
    }

    /** By the agency's code. */
    public BitSet ofAgency(String code) {
        return those(place -> agencies.get(place).equals(code));
    }

    /**
     * Those of an agency in units of these names.
     *
     * @throws IllegalStateException where this was read without posts
     */
    public BitSet inUnits(String agency, Set<String> names) {
        needPosts();
        Set<String> keys = names.stream().map(RosterEntry::key).collect(Collectors.toSet());
        keys.remove("");
        return those(place -> agencies.get(place).equals(agency) && keys.contains(units.get(place)));
    }

    /**
     * In whichever agency.
     *
     * @throws IllegalStateException where this was read without posts
     */
    public BitSet inPosition(String position) {
        needPosts();
        String key = RosterEntry.key(position);
        return key.isEmpty() ? none() : those(place -> positions.get(place).equals(key));
    }

    private void needPosts() {
        if (!withPosts) {
            throw new IllegalStateException("this roll was read without units and positions");
        }
    }

    public BitSet having(Role role) {
        return those(place -> roles.get(place).contains(role));
    }

    public BitSet of(AccountType type) {
        return those(place -> types.get(place) == type);
    }

    /** Those of {@code some} who can be addressed; the others are left out. */
    public BitSet among(Collection<Address> some) {
        Set<Address> wanted = Set.copyOf(some);
        return those(place -> wanted.contains(addresses.get(place)));
    }

    private BitSet those(IntPredicate which) {
        BitSet those = none();
        for (int place = 0; place < size(); place++) {
            if (which.test(place)) {
                those.set(place);
            }
        }
        return those;
    }

    /** Their addresses, sorted. */
    public List<Address> addresses(BitSet those) {
        List<Address> named = new ArrayList<>(those.cardinality());
        those.stream().forEach(place -> named.add(addresses.get(place)));
        // They come in no order, or in one that a database has of its own.
        Collections.sort(named);
        return named;
    }
}
