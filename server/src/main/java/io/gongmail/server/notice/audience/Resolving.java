package io.gongmail.server.notice.audience;

import io.gongmail.server.notice.audience.Expression.Joined;
import io.gongmail.server.notice.audience.Expression.Term;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.Roll;
import io.gongmail.store.registry.SavedAudience;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whom expressions mean on one roll. A saved audience is looked up and resolved once, so that those that name one another cost no more
 * than there are of them. Used by one thread, once.
 */
final class Resolving {
    private static final Map<String, Function<Roll, BitSet>> ROLES = Map.of(
            "administrator", roll -> roll.having(Role.ADMINISTRATOR),
            "reviewer", roll -> roll.having(Role.REVIEWER),
            "helpdesk", roll -> roll.having(Role.HELPDESK),
            "official", roll -> roll.of(AccountType.OFFICIAL),
            "representative", roll -> roll.of(AccountType.AGENCY_REPRESENTATIVE));

    /** Saved audiences within one another. */
    static final int DEEPEST = 16;

    private final Registry registry;
    private final Roll roll;
    private final Map<String, BitSet> known = new HashMap<>();
    private final Set<String> within = new LinkedHashSet<>();

    /** @param within what is being saved, and must not come of itself; empty for none */
    Resolving(Registry registry, Roll roll, Optional<String> within) {
        this.registry = registry;
        this.roll = roll;
        within.ifPresent(this.within::add);
    }

    static boolean isRole(String name) {
        return ROLES.containsKey(name);
    }

    /** Whether a roll without posts is not enough; what is saved under a name is not looked into. */
    static boolean needsPosts(Expression expression) {
        return expression.fold(
                term -> switch (term.kind()) {
                    case UNIT, POSITION, NAME -> true;
                    case ALL, AGENCY, ROLE, ADDRESS, LIST -> false;
                },
                joined -> needsPosts(joined.left()) || needsPosts(joined.right()));
    }

    /** What is given is the caller's to change. */
    Ruling<BitSet> members(Expression expression) {
        return expression.fold(this::members, this::members);
    }

    private Ruling<BitSet> members(Joined joined) {
        return members(joined.left())
                .then(left -> members(joined.right()).then(right -> Ruling.granted(joined(joined, left, right))));
    }

    private static BitSet joined(Joined joined, BitSet left, BitSet right) {
        switch (joined.operator()) {
            case AND -> left.and(right);
            case OR -> left.or(right);
            case WITHOUT -> left.andNot(right);
        }
        return left;
    }

    private Ruling<BitSet> members(Term term) {
        String value = term.value();
        return switch (term.kind()) {
            case ALL -> Ruling.granted(roll.all());
            case AGENCY ->
                registry.agencies().find(value).isPresent()
                        ? Ruling.granted(roll.ofAgency(value))
                        : Ruling.refused("G-938", "name", value);
            case UNIT -> unit(value);
            case ROLE ->
                Ruling.granted(Optional.ofNullable(ROLES.get(value))
                        .map(role -> role.apply(roll))
                        .orElseGet(roll::none));
            case POSITION -> Ruling.granted(roll.inPosition(value));
            case ADDRESS -> Ruling.granted(roll.among(List.of(Address.of(value))));
            case LIST -> named(value, true);
            case NAME -> named(value, false);
        };
    }

    /** What is being saved is not there yet, perhaps, and must not come of itself either way. */
    private Ruling<BitSet> named(String name, boolean asList) {
        if (within.contains(name)) {
            return Ruling.refused("G-934", "name", name);
        }
        return registry.audiences()
                .find(name)
                .filter(saved -> !asList || saved.expression().isEmpty())
                .map(this::saved)
                .orElseGet(() -> Ruling.refused("G-933", "name", name));
    }

    private Ruling<BitSet> unit(String value) {
        int slash = value.indexOf('/');
        String agency = value.substring(0, slash);
        Set<String> names = registry.addressees().unitNames(agency, value.substring(slash + 1));
        return names.isEmpty() ? Ruling.refused("G-938", "name", value) : Ruling.granted(roll.inUnits(agency, names));
    }

    private Ruling<BitSet> saved(SavedAudience saved) {
        BitSet before = known.get(saved.name());
        if (before != null) {
            return Ruling.granted((BitSet) before.clone());
        }
        if (within.size() == DEEPEST) {
            return Ruling.refused("G-934", "name", saved.name());
        }
        within.add(saved.name());
        Ruling<BitSet> members = saved.expression().isPresent()
                ? ExpressionReader.read(saved.expression().get()).then(this::members)
                : Ruling.granted(roll.among(registry.audiences().members(saved.name())));
        within.remove(saved.name());
        return members.then(those -> {
            known.put(saved.name(), (BitSet) those.clone());
            return Ruling.granted(those);
        });
    }
}
