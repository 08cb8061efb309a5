package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.CONTACT_SEALED_BY;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.KEY_NUMBER;
import static io.gongmail.store.registry.Names.PERSONAL_KEY;
import static io.gongmail.store.registry.Names.PERSONAL_RESIDUE;
import static io.gongmail.store.registry.Names.PERSON_NAME;
import static io.gongmail.store.registry.Names.PROOF;
import static io.gongmail.store.registry.Names.SEALED_BY;
import static io.gongmail.store.registry.Names.TABLE_NAME;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps sealed rows in step with the keys. Thread-safe; of two rewritings at once the second finds little to do. */
public final class PersonalRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PersonalRecords.class);
    private static final int AT_ONCE = 100;

    private final Database database;
    private final PersonalData personal;
    private final PersonRows rows;

    PersonalRecords(Database database, PersonalData personal, PersonRows rows) {
        this.database = database;
        this.personal = personal;
        this.rows = rows;
    }

    /**
     * What came of a rewriting.
     *
     * @param rewritten rows that are sealed under the key in force since
     * @param unreadable rows that stay as they are, since they do not open; each is reported
     */
    public record Rewriting(long rewritten, long unreadable) {}

    /** Whether anything was ever sealed in {@code database}, so that only the keys it was sealed with will do. */
    public static boolean areIn(Database database) {
        return database.transact(transaction -> transaction.sql().fetchExists(PERSONAL_KEY));
    }

    /**
     * Takes the keys in force for this data.
     *
     * @throws StoreException when one that was used is missing or another; the message says what to do
     */
    void admit() {
        PersonalKeys keys = personal.keys();
        Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            Map<Integer, String> used =
                    sql.select(KEY_NUMBER, PROOF).from(PERSONAL_KEY).fetchMap(KEY_NUMBER, PROOF);
            used.forEach((number, proof) -> refuse(keys, number, keys.proof(number), proof));
            for (int number : keys.numbers()) {
                if (!used.containsKey(number)) {
                    sql.insertInto(PERSONAL_KEY)
                            .set(KEY_NUMBER, number)
                            .set(PROOF, keys.proof(number).orElseThrow())
                            .execute();
                }
            }
            return used.size();
        });
    }

    private static void refuse(PersonalKeys keys, int number, Optional<String> has, String used) {
        if (!has.equals(Optional.of(used))) {
            throw new StoreException(
                    Kind.BROKEN,
                    keys.origin() + ": " + (has.isEmpty() ? "lacks the key " : "has another key ") + number
                            + " than personal data here was sealed with; put back the key file that was used"
                            + " ([store] personal-data-keys names it)");
        }
    }

    /** From now on by these keys, and every row under the one of them that seals. */
    public Rewriting use(PersonalKeys keys) {
        personal.replace(keys);
        admit();
        return rewrite();
    }

    /** Brings every row under the key in force, in transactions of at most 100 rows; what was in clear leaves no trace. */
    public Rewriting rewrite() {
        long rewritten = 0;
        long unreadable = 0;
        String after = "";
        while (true) {
            String from = after;
            List<String> page = database.transact(transaction -> transaction
                    .sql()
                    .select(ID)
                    .from(APPLICATION)
                    .where(ID.gt(from), rows.isToBeRewritten())
                    .orderBy(ID)
                    .limit(AT_ONCE)
                    .fetch(ID));
            if (page.isEmpty()) {
                break;
            }
            long done = database.transact(transaction ->
                    page.stream().filter(id -> rewritten(transaction.sql(), id)).count());
            rewritten += done;
            unreadable += page.size() - done;
            after = page.get(page.size() - 1);
        }
        leaveNoTrace();
        if (rewritten + unreadable > 0) {
            LOG.info("personal data of {} applications was sealed anew, {} cannot be read", rewritten, unreadable);
        }
        return new Rewriting(rewritten, unreadable);
    }

    /** Repeated after a crash until it was done once. */
    private void leaveNoTrace() {
        List<String> tables = database.transact(transaction ->
                transaction.sql().select(TABLE_NAME).from(PERSONAL_RESIDUE).fetch(TABLE_NAME));
        for (String table : tables) {
            database.rewriteTable(table);
            database.transact(transaction -> transaction
                    .sql()
                    .deleteFrom(PERSONAL_RESIDUE)
                    .where(TABLE_NAME.eq(table))
                    .execute());
        }
    }

    private boolean rewritten(DSLContext sql, String id) {
        Applications.lock(sql, ApplicationId.parse(id).orElseThrow());
        Optional<? extends Record> row = sql.select(PersonRows.ALL_COLUMNS)
                .from(APPLICATION)
                .where(ID.eq(id))
                .fetchOptional();
        try {
            row.ifPresent(found -> sql.update(APPLICATION)
                    .set(rows.rewritten(found))
                    .where(ID.eq(id))
                    .execute());
            return true;
        } catch (StoreException e) {
            if (Unreadable.isFor(e)) {
                return false;
            }
            throw e;
        }
    }

    /** How many persons and addresses are sealed under each key, by its number; 0 stands for none, those in clear. */
    public SortedMap<Integer, Integer> counts() {
        return database.transact(transaction -> {
            SortedMap<Integer, Integer> counts = new TreeMap<>();
            personal.keys().numbers().forEach(number -> counts.put(number, 0));
            count(transaction.sql(), SEALED_BY, SEALED_BY.isNotNull().or(PERSON_NAME.isNotNull()), counts);
            count(transaction.sql(), CONTACT_SEALED_BY, CONTACT_SEALED_BY.isNotNull(), counts);
            return counts;
        });
    }

    private static void count(DSLContext sql, Field<Integer> by, Condition which, Map<Integer, Integer> counts) {
        sql.select(by, DSL.count())
                .from(APPLICATION)
                .where(which)
                .groupBy(by)
                .forEach(row -> counts.merge(row.value1() == null ? 0 : row.value1(), row.value2(), Integer::sum));
    }

    /** Keys that nothing is sealed with and that do not seal: forgotten here, to be dropped from the file. */
    public Set<Integer> forgetUnused() {
        Set<Integer> unused = new TreeSet<>(personal.keys().numbers());
        counts().forEach((number, rows) -> {
            if (rows > 0) {
                unused.remove(number);
            }
        });
        unused.remove(personal.keys().sealsBy());
        database.transact(transaction -> transaction
                .sql()
                .deleteFrom(PERSONAL_KEY)
                .where(KEY_NUMBER.in(unused))
                .execute());
        return unused;
    }
}
