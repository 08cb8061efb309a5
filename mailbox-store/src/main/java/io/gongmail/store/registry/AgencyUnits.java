package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ABOVE;
import static io.gongmail.store.registry.Names.AGENCY;
import static io.gongmail.store.registry.Names.AGENCY_UNIT;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.OF_AGENCY;

import io.gongmail.store.db.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** The units of agencies, each agency's a tree of at most 10 levels and 5,000 units. Thread-safe; calls are transactions. */
public final class AgencyUnits {
    private static final int DEEPEST = 10;
    private static final int MOST = 5_000;

    private final Database database;
    private final AuditTrail audit;

    AgencyUnits(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Adds the unit, or changes the one of the same code to what is given.
     *
     * @throws IllegalArgumentException when the agency or the unit above is missing, or the tree would not be one
     */
    public void put(String agency, AgencyUnit unit, String actor) {
        Map<String, String> facts = Map.of("code", unit.code(), "name", unit.name(), "above", unit.above());
        AuditEvent event = new AuditEvent("agency.unit-put", actor, agency, facts);
        database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            Map<String, AgencyUnit> units = locked(sql, agency);
            units.put(unit.code(), unit);
            check(units, unit);
            int changed = sql.update(AGENCY_UNIT)
                    .set(NAME, unit.name())
                    .set(ABOVE, unit.above().isEmpty() ? null : unit.above())
                    .where(OF_AGENCY.eq(agency), CODE.eq(unit.code()))
                    .execute();
            if (changed == 0) {
                sql.insertInto(AGENCY_UNIT)
                        .set(OF_AGENCY, agency)
                        .set(CODE, unit.code())
                        .set(NAME, unit.name())
                        .set(ABOVE, unit.above().isEmpty() ? null : unit.above())
                        .execute();
            }
            return audit.append(transaction, event);
        });
    }

    /** Depth is counted on the whole tree, as a unit brings along what is below it. */
    private static void check(Map<String, AgencyUnit> units, AgencyUnit changed) {
        if (units.size() > MOST) {
            throw new IllegalArgumentException("an agency: at most " + MOST + " units");
        }
        if (!changed.above().isEmpty() && !units.containsKey(changed.above())) {
            throw new IllegalArgumentException("there is no unit " + changed.above() + " above");
        }
        for (AgencyUnit unit : units.values()) {
            int depth = 1;
            for (String above = unit.above();
                    !above.isEmpty();
                    above = Optional.ofNullable(units.get(above))
                            .map(AgencyUnit::above)
                            .orElse("")) {
                if (++depth > DEEPEST) {
                    throw new IllegalArgumentException(
                            "the units would lead back to themselves, or be more than " + DEEPEST + " levels");
                }
            }
        }
    }

    /**
     * Removes a unit; false where there is none.
     *
     * @throws IllegalArgumentException when there are units below it, or no such agency
     */
    public boolean remove(String agency, String code, String actor) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            Map<String, AgencyUnit> units = locked(sql, agency);
            if (units.values().stream().anyMatch(unit -> unit.above().equals(code))) {
                throw new IllegalArgumentException("there are units below " + code + "; remove or move them first");
            }
            if (units.remove(code) == null) {
                return false;
            }
            sql.deleteFrom(AGENCY_UNIT)
                    .where(OF_AGENCY.eq(agency), CODE.eq(code))
                    .execute();
            audit.append(transaction, new AuditEvent("agency.unit-removed", actor, agency, Map.of("code", code)));
            return true;
        });
    }

    /** The agency's units, each followed by those below it, those beside each other by code. */
    public List<AgencyUnit> list(String agency) {
        Map<String, List<AgencyUnit>> below = new TreeMap<>();
        database.transact(transaction -> units(transaction.sql(), agency))
                .values()
                .forEach(unit -> below.computeIfAbsent(unit.above(), above -> new ArrayList<>())
                        .add(unit));
        List<AgencyUnit> ordered = new ArrayList<>();
        append(below, "", ordered);
        return ordered;
    }

    private static void append(Map<String, List<AgencyUnit>> below, String above, List<AgencyUnit> ordered) {
        for (AgencyUnit unit : below.getOrDefault(above, List.of())) {
            ordered.add(unit);
            append(below, unit.code(), ordered);
        }
    }

    private static Map<String, AgencyUnit> locked(DSLContext sql, String agency) {
        if (sql.update(AGENCY).set(NAME, NAME).where(CODE.eq(agency)).execute() == 0) {
            throw new IllegalArgumentException("there is no agency " + agency);
        }
        return units(sql, agency);
    }

    private static Map<String, AgencyUnit> units(DSLContext sql, String agency) {
        Map<String, AgencyUnit> units = new LinkedHashMap<>();
        sql.select(CODE, NAME, ABOVE)
                .from(AGENCY_UNIT)
                .where(OF_AGENCY.eq(agency))
                .orderBy(CODE)
                .forEach(row -> units.put(
                        row.value1(),
                        new AgencyUnit(row.value1(), row.value2(), row.value3() == null ? "" : row.value3())));
        return units;
    }
}
