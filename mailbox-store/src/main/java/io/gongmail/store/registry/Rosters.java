package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.AGENCY;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.GENERATION;
import static io.gongmail.store.registry.Names.MAIL;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.NAME_KEY;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.PLACE;
import static io.gongmail.store.registry.Names.POST;
import static io.gongmail.store.registry.Names.ROSTER;
import static io.gongmail.store.registry.Names.ROSTER_AT;
import static io.gongmail.store.registry.Names.ROSTER_ENTRY;
import static io.gongmail.store.registry.Names.ROSTER_LAST;
import static io.gongmail.store.registry.Names.ROSTER_SIZE;
import static io.gongmail.store.registry.Names.STAFF_NUMBER;
import static io.gongmail.store.registry.Names.UNIT;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The rosters of agencies. Thread-safe. An import is written in transactions of at most 500 people as a generation that nobody
 * reads, then comes into force by one change; so readers see the roster before or the one after, never a mixture, and a crash
 * leaves the one before.
 */
public final class Rosters {
    /** People in one roster. */
    public static final int MOST = 100_000;

    private static final int AT_ONCE = 500;
    private static final int LONGEST_LIST = 1_000;
    private static final int SAMPLE = 100;
    private static final int TRIES = 5;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    Rosters(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Which roster an agency has.
     *
     * @param generation rises with each import
     * @param at when it came into force
     */
    public record Standing(long generation, int size, Instant at) {}

    /** Empty where the agency has none, or there is no such agency. */
    public Optional<Standing> standing(String agency) {
        return database.transact(transaction -> transaction
                .sql()
                .select(ROSTER, ROSTER_SIZE, ROSTER_AT)
                .from(AGENCY)
                .where(CODE.eq(agency), ROSTER.gt(0L))
                .fetchOptional(row ->
                        new Standing(row.get(ROSTER), row.get(ROSTER_SIZE), Instant.ofEpochMilli(row.get(ROSTER_AT)))));
    }

    /** What {@link #replace} would change; nothing is written. */
    public RosterChange compare(String agency, List<RosterEntry> entries) {
        Map<String, RosterEntry> coming = new LinkedHashMap<>();
        for (RosterEntry entry : entries) {
            if (coming.put(entry.identity(), entry) != null) {
                throw new IllegalArgumentException("two entries of a roster for one person");
            }
        }
        return whole(agency, generation -> {
            Map<String, RosterEntry> added = new LinkedHashMap<>(coming);
            List<RosterEntry> changed = new ArrayList<>();
            List<RosterEntry> gone = new ArrayList<>();
            forEach(agency, generation, entry -> {
                RosterEntry now = added.remove(entry.identity());
                if (now == null) {
                    gone.add(entry);
                } else if (!now.equals(entry)) {
                    changed.add(now);
                }
            });
            return new RosterChange(
                    generation,
                    entries.size(),
                    added.size(),
                    changed.size(),
                    gone.size(),
                    sample(List.copyOf(added.values())),
                    sample(changed),
                    sample(gone));
        });
    }

    private static List<RosterEntry> sample(List<RosterEntry> all) {
        return all.subList(0, Math.min(all.size(), SAMPLE));
    }

    /**
     * Puts {@code entries} in the place of the agency's roster.
     *
     * @param change what {@link #compare} found; when the roster has changed since, nothing is done
     * @return the new one; empty when another import came first, or there is no such agency
     * @throws IllegalArgumentException when there are more than {@link #MOST}
     */
    public Optional<Standing> replace(String agency, List<RosterEntry> entries, RosterChange change, String actor) {
        if (entries.size() > MOST) {
            throw new IllegalArgumentException("a roster: at most " + MOST + " people");
        }
        Optional<Long> given = database.transact(transaction -> next(transaction.sql(), agency));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        long generation = given.get();
        for (int first = 0; first < entries.size(); first += AT_ONCE) {
            int from = first;
            List<RosterEntry> batch = entries.subList(first, Math.min(entries.size(), first + AT_ONCE));
            database.transact(transaction -> write(transaction, agency, generation, from, batch));
        }
        Standing standing = new Standing(generation, entries.size(), Bounds.time(clock.instant()));
        boolean inForce =
                database.transact(transaction -> bringIntoForce(transaction, agency, standing, change, actor));
        // What is left of earlier imports, finished or not; and this one, where it came too late.
        forget(agency, inForce ? GENERATION.lt(generation) : GENERATION.eq(generation));
        return inForce ? Optional.of(standing) : Optional.empty();
    }

    private static Optional<Long> next(DSLContext sql, String agency) {
        sql.update(AGENCY)
                .set(ROSTER_LAST, ROSTER_LAST.plus(1))
                .where(CODE.eq(agency))
                .execute();
        return sql.select(ROSTER_LAST).from(AGENCY).where(CODE.eq(agency)).fetchOptional(ROSTER_LAST);
    }

    private static int write(
            Transaction transaction, String agency, long generation, int first, List<RosterEntry> batch)
            throws SQLException {
        try (PreparedStatement insert = transaction
                .connection()
                .prepareStatement("INSERT INTO roster_entry"
                        + " (agency, generation, place, staff_number, name, name_key, unit, post, mail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int place = first;
            for (RosterEntry entry : batch) {
                insert.setString(1, agency);
                insert.setLong(2, generation);
                insert.setInt(3, place++);
                insert.setString(4, entry.staffNumber());
                insert.setString(5, entry.name());
                insert.setString(6, RosterEntry.key(entry.name()));
                insert.setString(7, entry.unit());
                insert.setString(8, entry.position());
                insert.setString(9, entry.mail());
                insert.addBatch();
            }
            return insert.executeBatch().length;
        }
    }

    private boolean bringIntoForce(
            Transaction transaction, String agency, Standing standing, RosterChange change, String actor)
            throws SQLException {
        int changed = transaction
                .sql()
                .update(AGENCY)
                .set(ROSTER, standing.generation())
                .set(ROSTER_SIZE, standing.size())
                .set(ROSTER_AT, standing.at().toEpochMilli())
                .where(CODE.eq(agency), ROSTER.eq(change.from()))
                .execute();
        if (changed == 0) {
            return false;
        }
        Map<String, String> facts = Map.of(
                "size", Integer.toString(standing.size()),
                "added", Integer.toString(change.addedCount()),
                "changed", Integer.toString(change.changedCount()),
                "gone", Integer.toString(change.goneCount()));
        audit.append(transaction, new AuditEvent("agency.roster-replaced", actor, agency, facts));
        return true;
    }

    private void forget(String agency, Condition which) {
        List<Long> generations = database.transact(transaction -> transaction
                .sql()
                .selectDistinct(GENERATION)
                .from(ROSTER_ENTRY)
                .where(OF_AGENCY.eq(agency), which)
                .fetch(GENERATION));
        for (long generation : generations) {
            int[] from = {0};
            while (database.transact(transaction -> transaction
                            .sql()
                            .deleteFrom(ROSTER_ENTRY)
                            .where(
                                    OF_AGENCY.eq(agency),
                                    GENERATION.eq(generation),
                                    PLACE.ge(from[0]),
                                    PLACE.lt(from[0] + AT_ONCE))
                            .execute())
                    > 0) {
                from[0] += AT_ONCE;
            }
        }
    }

    /**
     * Entries in the order of the import.
     *
     * @param after those after so many
     * @param limit 1 to 1,000
     */
    public List<RosterEntry> list(String agency, int after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return whole(agency, generation -> select(agency, generation, PLACE.ge(after), most));
    }

    /** Entries with this name, as names are compared; at most 100. */
    public List<RosterEntry> named(String agency, String name) {
        return whole(agency, generation -> select(agency, generation, NAME_KEY.eq(RosterEntry.key(name)), SAMPLE));
    }

    /** The entry with this staff number; none for the empty text. */
    public Optional<RosterEntry> ofStaffNumber(String agency, String number) {
        return number.isEmpty()
                ? Optional.empty()
                : whole(agency, generation -> select(agency, generation, STAFF_NUMBER.eq(number), 1)).stream()
                        .findFirst();
    }

    /** Entries of exactly this unit, at most 1,000; none for the empty text. */
    public List<RosterEntry> inUnit(String agency, String unit) {
        return unit.isEmpty()
                ? List.of()
                : whole(agency, generation -> select(agency, generation, UNIT.eq(unit), LONGEST_LIST));
    }

    /** Reads one roster whole: when another comes into force meanwhile, reads again. */
    <T> T whole(String agency, Function<Long, T> read) {
        for (int i = 0; i < TRIES; i++) {
            long generation = generation(agency);
            T found = read.apply(generation);
            if (generation(agency) == generation) {
                return found;
            }
        }
        throw new StoreException(Kind.BUSY, "the roster of agency " + agency + " is being replaced over and over");
    }

    private long generation(String agency) {
        return database.transact(transaction -> transaction
                .sql()
                .select(ROSTER)
                .from(AGENCY)
                .where(CODE.eq(agency))
                .fetchOptional(ROSTER)
                .orElse(0L));
    }

    private void forEach(String agency, long generation, Consumer<RosterEntry> each) {
        int after = 0;
        while (true) {
            List<RosterEntry> page = select(agency, generation, PLACE.ge(after), LONGEST_LIST);
            page.forEach(each);
            if (page.size() < LONGEST_LIST) {
                return;
            }
            after += LONGEST_LIST;
        }
    }

    private List<RosterEntry> select(String agency, long generation, Condition which, int limit) {
        return database.transact(transaction -> transaction
                .sql()
                .select(STAFF_NUMBER, NAME, UNIT, POST, MAIL)
                .from(ROSTER_ENTRY)
                .where(OF_AGENCY.eq(agency), GENERATION.eq(generation), which)
                .orderBy(PLACE)
                .limit(limit)
                .fetch(Rosters::entry));
    }

    private static RosterEntry entry(Record row) {
        return new RosterEntry(row.get(STAFF_NUMBER), row.get(NAME), row.get(UNIT), row.get(POST), row.get(MAIL));
    }
}
