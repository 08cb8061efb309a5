package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who can be addressed: every account that has a mailbox, suspended ones too, as mail is kept for them. Read only; thread-safe; every
 * call is one transaction.
 */
public final class Addressees {
    private static final int ROWS_AT_ONCE = 1_000;

    /** What a change of agency has brought counts before what the account was opened with. */
    private static final String ALL = """
            SELECT a.address, a.kind, a.agency, a.roles,
                   CASE WHEN a.unit IS NULL THEN p.unit ELSE a.unit END,
                   CASE WHEN a.unit IS NULL THEN p.post ELSE a.post END
            FROM account a LEFT OUTER JOIN application p ON p.id = a.application
            WHERE a.state <> 'CLOSED' AND a.kind <> 'AGENCY_RELAY'
            ORDER BY a.address""";

    private static final String WHEREABOUTS = """
            SELECT a.address, a.agency, g.name, CASE WHEN a.unit IS NULL THEN p.unit ELSE a.unit END
            FROM account a LEFT OUTER JOIN application p ON p.id = a.application
            LEFT OUTER JOIN agency g ON g.code = a.agency""";

    private final Database database;
    private final AgencyUnits units;

    Addressees(Database database, AgencyUnits units) {
        this.database = database;
        this.units = units;
    }

    /** All of them, as they are now: some 150 octets of memory for each, so that callers have one at a time. */
    public Roll roll() {
        return database.transact(transaction -> {
            Roll.Building roll = new Roll.Building();
            // Of 100,000 people the names of agencies, units and positions are a few hundred.
            Map<String, String> known = new HashMap<>();
            try (PreparedStatement select = transaction.connection().prepareStatement(ALL)) {
                select.setFetchSize(ROWS_AT_ONCE);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        add(roll, row, known);
                    }
                }
            }
            return roll.built();
        });
    }

    private static void add(Roll.Building roll, ResultSet row, Map<String, String> known) throws SQLException {
        roll.add(
                Address.of(row.getString(1)),
                AccountType.valueOf(row.getString(2)),
                once(known, row.getString(3)),
                ApplicationRows.roles(row.getString(4)),
                once(known, key(row.getString(5))),
                once(known, key(row.getString(6))));
    }

    private static String key(@Nullable String column) {
        return column == null ? "" : RosterEntry.key(column);
    }

    private static String once(Map<String, String> known, String text) {
        return known.computeIfAbsent(text, same -> same);
    }

    /** Where everybody is now, whoever cannot be addressed any more too: in one pass, so that callers keep it for more than one question. */
    public Whereabouts whereabouts() {
        return database.transact(transaction -> {
            Whereabouts.Building everybody = new Whereabouts.Building();
            try (PreparedStatement select = transaction.connection().prepareStatement(WHEREABOUTS)) {
                select.setFetchSize(ROWS_AT_ONCE);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        everybody.add(
                                row.getString(1),
                                new Whereabouts.Desk(row.getString(2), text(row.getString(3)), text(row.getString(4))));
                    }
                }
            }
            return everybody.built();
        });
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    /** The names of a unit and of all below it; empty where the agency has no such unit. */
    public Set<String> unitNames(String agency, String code) {
        Set<String> codes = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (AgencyUnit unit : units.list(agency)) { // Each comes before those below it.
            if (unit.code().equals(code) || codes.contains(unit.above())) {
                codes.add(unit.code());
                names.add(unit.name());
            }
        }
        return names;
    }
}
