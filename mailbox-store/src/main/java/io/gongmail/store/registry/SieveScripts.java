package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.SIEVE_SCRIPT;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import io.gongmail.store.registry.OwnerLetter.Kind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The Sieve scripts of accounts, of which one at most is active. Every change is audited, by name and never by its text; that the
 * active one sends mail elsewhere is told to the owner as a forwarding is, and that it fails, once a day. Whether a script is one
 * is not known here. Thread-safe; every call is one transaction.
 */
public final class SieveScripts {
    /** Of one account. */
    public static final int MOST = 16;

    /** Addresses that one script may send mail on to. */
    public static final int MOST_ADDRESSES = Forwarding.MOST;

    /** The owner is told once in this time that the active one fails. */
    static final Duration TOLD_ONCE_IN = Duration.ofDays(1);

    private static final int LONGEST_FAILURE = 500;
    private static final String BETWEEN = ", ";
    private static final Field<String> CONTENT = DSL.field(DSL.name("content"), SQLDataType.VARCHAR);
    private static final Field<Integer> ACTIVE = DSL.field(DSL.name("active"), SQLDataType.INTEGER);
    private static final Field<String> LEADS_TO = DSL.field(DSL.name("leads_to"), SQLDataType.VARCHAR);
    private static final Field<Long> FAILURE_TOLD = DSL.field(DSL.name("failure_told"), SQLDataType.BIGINT);

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    SieveScripts(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** All of {@code account}, by name. */
    public List<SieveScript> of(Address account) {
        return database.transact(transaction -> transaction
                .sql()
                .select(NAME, CONTENT, ACTIVE)
                .from(SIEVE_SCRIPT)
                .where(BOUND_TO.eq(account.toString()))
                .orderBy(NAME)
                .fetch(row -> new SieveScript(row.get(NAME), row.get(CONTENT), row.get(ACTIVE) == 1)));
    }

    /** The one that is run; empty where none is. */
    public Optional<SieveScript> active(Address account) {
        return database.transact(transaction -> transaction
                .sql()
                .select(NAME, CONTENT)
                .from(SIEVE_SCRIPT)
                .where(BOUND_TO.eq(account.toString()), ACTIVE.eq(1))
                .fetchOptional(row -> new SieveScript(row.get(NAME), row.get(CONTENT), true)));
    }

    /** Whether a script of that many octets could be put there now. */
    public ScriptOutcome fits(Address account, String name, long octets) {
        return database.transact(transaction ->
                octets > SieveScript.LONGEST ? ScriptOutcome.TOO_LONG : room(transaction.sql(), account, name));
    }

    private static ScriptOutcome room(DSLContext sql, Address account, String name) {
        return has(sql, account, name) || sql.fetchCount(SIEVE_SCRIPT, BOUND_TO.eq(account.toString())) < MOST
                ? ScriptOutcome.DONE
                : ScriptOutcome.TOO_MANY;
    }

    private static boolean has(DSLContext sql, Address account, String name) {
        return sql.fetchExists(SIEVE_SCRIPT, BOUND_TO.eq(account.toString()).and(NAME.eq(name)));
    }

    /**
     * Puts it there, in the place of one of that name, which stays active if it was.
     *
     * @param leadsTo where it sends mail, at most {@value #MOST_ADDRESSES}
     * @throws IllegalArgumentException when it is no name, or leads to too many
     */
    public ScriptOutcome put(Address account, String name, String text, List<Address> leadsTo, String actor) {
        String to = named(name, leadsTo);
        return changed(account, "sieve.put", actor, Map.of("script", name), transaction -> {
            DSLContext sql = transaction.sql();
            ScriptOutcome fits = SieveScript.isText(text) ? room(sql, account, name) : ScriptOutcome.TOO_LONG;
            if (fits != ScriptOutcome.DONE) {
                return fits;
            }
            int replaced = sql.update(SIEVE_SCRIPT)
                    .set(CONTENT, text)
                    .set(LEADS_TO, to)
                    .setNull(FAILURE_TOLD)
                    .where(BOUND_TO.eq(account.toString()), NAME.eq(name))
                    .execute();
            if (replaced == 0) {
                sql.insertInto(SIEVE_SCRIPT)
                        .set(BOUND_TO, account.toString())
                        .set(NAME, name)
                        .set(CONTENT, text)
                        .set(ACTIVE, 0)
                        .set(LEADS_TO, to)
                        .execute();
            }
            return ScriptOutcome.DONE;
        });
    }

    private static String named(String name, List<Address> leadsTo) {
        if (!SieveScript.isName(name) || leadsTo.size() > MOST_ADDRESSES) {
            throw new IllegalArgumentException("a name, and at most " + MOST_ADDRESSES + " addresses");
        }
        return leadsTo.stream().map(Address::toString).collect(Collectors.joining(BETWEEN));
    }

    /** From now on this one is run, and no other; none where the name is empty. */
    public ScriptOutcome activate(Address account, String name, String actor) {
        return changed(account, "sieve.activated", actor, Map.of("script", name), transaction -> {
            DSLContext sql = transaction.sql();
            if (!name.isEmpty() && !has(sql, account, name)) {
                return ScriptOutcome.NONE;
            }
            sql.update(SIEVE_SCRIPT)
                    .set(ACTIVE, 0)
                    .where(BOUND_TO.eq(account.toString()), ACTIVE.eq(1))
                    .execute();
            sql.update(SIEVE_SCRIPT)
                    .set(ACTIVE, 1)
                    .where(BOUND_TO.eq(account.toString()), NAME.eq(name))
                    .execute();
            return ScriptOutcome.DONE;
        });
    }

    /** Deletes one that is not active. */
    public ScriptOutcome delete(Address account, String name, String actor) {
        return changed(account, "sieve.deleted", actor, Map.of("script", name), transaction -> {
            DSLContext sql = transaction.sql();
            if (!has(sql, account, name)) {
                return ScriptOutcome.NONE;
            }
            int deleted = sql.deleteFrom(SIEVE_SCRIPT)
                    .where(BOUND_TO.eq(account.toString()), NAME.eq(name), ACTIVE.eq(0))
                    .execute();
            return deleted == 1 ? ScriptOutcome.DONE : ScriptOutcome.ACTIVE;
        });
    }

    /** Gives it another name; the active one stays active. */
    public ScriptOutcome rename(Address account, String from, String to, String actor) {
        named(to, List.of());
        return changed(account, "sieve.renamed", actor, Map.of("script", from, "to", to), transaction -> {
            DSLContext sql = transaction.sql();
            if (!has(sql, account, from)) {
                return ScriptOutcome.NONE;
            }
            if (has(sql, account, to)) {
                return ScriptOutcome.EXISTS;
            }
            sql.update(SIEVE_SCRIPT)
                    .set(NAME, to)
                    .where(BOUND_TO.eq(account.toString()), NAME.eq(from))
                    .execute();
            return ScriptOutcome.DONE;
        });
    }

    private interface Change {
        ScriptOutcome in(Transaction transaction) throws SQLException;
    }

    /** Where anything was changed all that hangs on it is: what delivery looks at, the trail, and what the owner is told. */
    private ScriptOutcome changed(
            Address account, String code, String actor, Map<String, String> facts, Change change) {
        return database.transact(transaction -> {
            if (AccountRows.lock(transaction, account)
                    .filter(open -> open.state() != AccountState.CLOSED)
                    .isEmpty()) {
                return ScriptOutcome.NO_ACCOUNT;
            }
            DSLContext sql = transaction.sql();
            String before = leadsTo(sql, account);
            ScriptOutcome outcome = change.in(transaction);
            if (outcome == ScriptOutcome.DONE) {
                AccountRows.reacts(sql, account);
                audit.append(transaction, new AuditEvent(code, actor, account.toString(), facts));
                String after = leadsTo(sql, account);
                if (!after.equals(before)) {
                    OwnerLetters.change(
                            transaction,
                            account,
                            after.isEmpty() ? Kind.SCRIPT_LEADS_NOWHERE : Kind.SCRIPT_LEADS_ON,
                            after.isEmpty() ? before : after,
                            Bounds.time(clock.instant()));
                }
            }
            return outcome;
        });
    }

    /** Where mail goes by the active one; empty where it goes nowhere. */
    private static String leadsTo(DSLContext sql, Address account) {
        return sql.select(LEADS_TO)
                .from(SIEVE_SCRIPT)
                .where(BOUND_TO.eq(account.toString()), ACTIVE.eq(1))
                .fetchOptional(LEADS_TO)
                .orElse("");
    }

    /**
     * Tells the owner that the active script failed, unless that was told within a day, or it is active no more.
     *
     * @param why in one line
     */
    public void failed(Address account, String name, String why) {
        Instant now = Bounds.time(clock.instant());
        database.transact(transaction -> {
            int due = transaction
                    .sql()
                    .update(SIEVE_SCRIPT)
                    .set(FAILURE_TOLD, now.toEpochMilli())
                    .where(
                            BOUND_TO.eq(account.toString()),
                            NAME.eq(name),
                            ACTIVE.eq(1),
                            FAILURE_TOLD
                                    .isNull()
                                    .or(FAILURE_TOLD.le(now.minus(TOLD_ONCE_IN).toEpochMilli())))
                    .execute();
            if (due == 1) {
                String told = name + ": " + why.substring(0, Math.min(why.length(), LONGEST_FAILURE));
                OwnerLetters.change(transaction, account, Kind.SCRIPT_FAILED, told, now);
            }
            return due;
        });
    }

    /**
     * Scripts that send mail to an address which is to be another's are active no more; the owners are told.
     *
     * @return for the audit trail, to be appended at the end of the transaction
     */
    List<AuditEvent> endTo(Transaction transaction, Address address, String actor) throws SQLException {
        DSLContext sql = transaction.sql();
        List<AuditEvent> ended = new ArrayList<>();
        for (var row : sql.select(BOUND_TO, LEADS_TO)
                .from(SIEVE_SCRIPT)
                .where(ACTIVE.eq(1), LEADS_TO.ne(""))
                .orderBy(BOUND_TO)
                .fetch()) {
            if (Arrays.asList(row.get(LEADS_TO).split(BETWEEN, -1)).contains(address.toString())) {
                Address account = Address.of(row.get(BOUND_TO));
                AccountRows.lock(transaction, account);
                sql.update(SIEVE_SCRIPT)
                        .set(ACTIVE, 0)
                        .where(BOUND_TO.eq(account.toString()))
                        .execute();
                AccountRows.reacts(sql, account);
                ended.add(new AuditEvent(
                        "sieve.deactivated",
                        actor,
                        account.toString(),
                        Map.of("to", address.toString(), "reason", "address free")));
                OwnerLetters.change(
                        transaction,
                        account,
                        Kind.SCRIPT_LEADS_NOWHERE,
                        row.get(LEADS_TO),
                        Bounds.time(clock.instant()));
            }
        }
        return ended;
    }

    /** Of an account that is closed nothing is kept. */
    static void erase(DSLContext sql, Address account) {
        sql.deleteFrom(SIEVE_SCRIPT).where(BOUND_TO.eq(account.toString())).execute();
    }

    static boolean isOn(DSLContext sql, Address account) {
        return sql.fetchExists(SIEVE_SCRIPT, BOUND_TO.eq(account.toString()).and(ACTIVE.eq(1)));
    }
}
