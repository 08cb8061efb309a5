package io.gongmail.store.registry;

import io.gongmail.store.Slices;
import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who can be addressed: every account that has a mailbox, suspended ones too, as mail is kept for them. Read only; thread-safe; every
 * call is one transaction.
 */
public final class Addressees {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final int ROWS_IN_A_STEP = 200;

    private static final String PEOPLE = "SELECT a.address, a.kind, a.agency, a.roles";
    /** In no order: sorting them here is cheaper, and a database that sorts gives nothing before it has read all. */
    private static final String WHO = " WHERE a.state <> 'CLOSED' AND a.kind <> 'AGENCY_RELAY'";

    /** What a change of agency has brought counts before what the account was opened with. */
    private static final String WITH_POSTS = PEOPLE + ", CASE WHEN a.unit IS NULL THEN p.unit ELSE a.unit END,"
            + " CASE WHEN a.unit IS NULL THEN p.post ELSE a.post END"
            + " FROM account a LEFT OUTER JOIN application p ON p.id = a.application" + WHO;

    private static final String WITHOUT_POSTS = PEOPLE + " FROM account a" + WHO;

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

    /**
     * All of them, as they are now: some 150 octets of memory for each, so that callers have one at a time. It is read in slices, between
     * which others go on.
     */
    public Roll roll() {
        return roll(WITH_POSTS, true);
    }

    /** The same for whoever asks for nobody by unit or position, which stand elsewhere and are half of the work. */
    public Roll rollWithoutPosts() {
        return roll(WITHOUT_POSTS, false);
    }

    private Roll roll(String sql, boolean withPosts) {
        return database.transact(transaction -> {
            Slices slices = Slices.begin();
            Reading reading = new Reading(withPosts);
            try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
                select.setFetchSize(ROWS_AT_ONCE);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        reading.add(row);
                        if (reading.roll.size() % ROWS_IN_A_STEP == 0) {
                            slices.step();
                        }
                    }
                }
            }
            return reading.roll.built();
        });
    }

    /** A roll that is being read. Of 100,000 people the names of agencies, units and positions are a few hundred. */
    private static final class Reading {
        /** Far more than there are of any; who has more reads some twice. */
        private static final int MOST_REMEMBERED = 10_000;

        private final boolean withPosts;
        private final Roll.Building roll;
        private final AddressReader addresses = new AddressReader();
        private final Map<String, String> agencies = new HashMap<>();
        private final Map<String, String> keys = new HashMap<>();
        private final Map<String, AccountType> types = new HashMap<>();
        private final Map<String, Set<Role>> roles = new HashMap<>();

        Reading(boolean withPosts) {
            this.withPosts = withPosts;
            this.roll = new Roll.Building(withPosts);
        }

        void add(ResultSet row) throws SQLException {
            roll.add(
                    addresses.read(row.getString(1)),
                    once(types, row.getString(2), AccountType::valueOf),
                    once(agencies, row.getString(3), agency -> agency),
                    once(roles, row.getString(4), ApplicationRows::roles),
                    withPosts ? key(row.getString(5)) : "",
                    withPosts ? key(row.getString(6)) : "");
        }

        private String key(@Nullable String column) {
            return column == null || column.isEmpty() ? "" : once(keys, column, RosterEntry::key);
        }

        private static <T> T once(Map<String, T> known, String text, Function<String, T> read) {
            T before = known.get(text);
            if (before != null) {
                return before;
            }
            T now = read.apply(text);
            if (known.size() < MOST_REMEMBERED) {
                known.put(text, now);
            }
            return now;
        }
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
