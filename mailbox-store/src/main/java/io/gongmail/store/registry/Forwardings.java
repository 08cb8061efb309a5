package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.FORWARDING;
import static io.gongmail.store.registry.Names.FORWARDING_ADDRESS;
import static io.gongmail.store.registry.Names.PLACE;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import io.gongmail.store.registry.OwnerLetter.Kind;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Where mail to accounts goes besides. Every change is audited and told to the owner by a letter, in its transaction: forwarding is
 * what a thief of an account sets first. Thread-safe; every call is one transaction.
 */
public final class Forwardings {
    private static final Field<Integer> KEEPS_COPY = DSL.field(DSL.name("keeps_copy"), SQLDataType.INTEGER);

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    Forwardings(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** Where mail to {@code account} goes besides; empty where it does not. */
    public Optional<Forwarding> of(Address account) {
        return database.transact(transaction -> find(transaction.sql(), account));
    }

    private static Optional<Forwarding> find(DSLContext sql, Address account) {
        Optional<Integer> keepsCopy = sql.select(KEEPS_COPY)
                .from(FORWARDING)
                .where(BOUND_TO.eq(account.toString()))
                .fetchOptional(KEEPS_COPY);
        return keepsCopy.map(keeps -> new Forwarding(
                sql.select(ADDRESS)
                        .from(FORWARDING_ADDRESS)
                        .where(BOUND_TO.eq(account.toString()))
                        .orderBy(PLACE)
                        .fetch(row -> Address.of(row.get(ADDRESS))),
                keeps == 1));
    }

    /**
     * Sets it. What was set so before changes nothing.
     *
     * @return whether there is such an account, and it is not closed
     * @throws IllegalArgumentException when it goes to the account itself
     */
    public boolean set(Address account, Forwarding forwarding, String actor) {
        if (forwarding.to().contains(account)) {
            throw new IllegalArgumentException("mail is not forwarded to where it is");
        }
        return database.transact(transaction -> {
            if (AccountRows.lock(transaction, account)
                    .filter(open -> open.state() != AccountState.CLOSED)
                    .isEmpty()) {
                return false;
            }
            DSLContext sql = transaction.sql();
            if (find(sql, account).equals(Optional.of(forwarding))) {
                return true;
            }
            erase(sql, account);
            sql.insertInto(FORWARDING)
                    .set(BOUND_TO, account.toString())
                    .set(KEEPS_COPY, forwarding.keepsCopy() ? 1 : 0)
                    .execute();
            for (int place = 0; place < forwarding.to().size(); place++) {
                sql.insertInto(FORWARDING_ADDRESS)
                        .set(BOUND_TO, account.toString())
                        .set(PLACE, place)
                        .set(ADDRESS, forwarding.to().get(place).toString())
                        .execute();
            }
            AccountRows.reacts(sql, account);
            audit.append(
                    transaction,
                    new AuditEvent(
                            "forwarding.set", actor, account.toString(), facts(forwarding, "copy", copy(forwarding))));
            OwnerLetters.change(
                    transaction,
                    account,
                    forwarding.keepsCopy() ? Kind.FORWARDED : Kind.FORWARDED_WITHOUT_COPY,
                    listed(forwarding),
                    Bounds.time(clock.instant()));
            return true;
        });
    }

    /**
     * Ends it.
     *
     * @return where it went; empty where it went nowhere
     */
    public Optional<Forwarding> clear(Address account, String actor, String reason) {
        return database.transact(transaction -> {
            AccountRows.lock(transaction, account);
            DSLContext sql = transaction.sql();
            Optional<Forwarding> before = find(sql, account);
            if (before.isPresent()) {
                erase(sql, account);
                AccountRows.reacts(sql, account);
                audit.append(
                        transaction,
                        new AuditEvent(
                                "forwarding.cleared",
                                actor,
                                account.toString(),
                                facts(before.get(), "reason", reason)));
                OwnerLetters.change(
                        transaction, account, Kind.NOT_FORWARDED, listed(before.get()), Bounds.time(clock.instant()));
            }
            return before;
        });
    }

    private static String copy(Forwarding forwarding) {
        return forwarding.keepsCopy() ? "kept" : "none";
    }

    /** An address is a fact of its own: together they would be cut. */
    private static Map<String, String> facts(Forwarding forwarding, String name, String value) {
        Map<String, String> facts = forwarding.to().stream()
                .collect(
                        Collectors.toMap(address -> "to-" + (forwarding.to().indexOf(address) + 1), Address::toString));
        facts.put(name, value);
        return facts;
    }

    private static String listed(Forwarding forwarding) {
        return forwarding.to().stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    /** The account, which is another row now, has what it had under its address before. */
    static void move(DSLContext sql, Address from, Address to) {
        sql.insertInto(FORWARDING, BOUND_TO, KEEPS_COPY)
                .select(DSL.select(DSL.val(to.toString()).cast(BOUND_TO.getDataType()), KEEPS_COPY)
                        .from(FORWARDING)
                        .where(BOUND_TO.eq(from.toString())))
                .execute();
        sql.update(FORWARDING_ADDRESS)
                .set(BOUND_TO, to.toString())
                .where(BOUND_TO.eq(from.toString()))
                .execute();
        sql.deleteFrom(FORWARDING).where(BOUND_TO.eq(from.toString())).execute();
    }

    /**
     * Nothing is forwarded to an address any more, which is to be another's; the owners are told.
     *
     * @return for the audit trail, to be appended at the end of the transaction
     */
    List<AuditEvent> endTo(Transaction transaction, Address address, String actor) throws SQLException {
        DSLContext sql = transaction.sql();
        List<AuditEvent> ended = new ArrayList<>();
        for (String owner : sql.select(BOUND_TO)
                .from(FORWARDING_ADDRESS)
                .where(ADDRESS.eq(address.toString()))
                .orderBy(BOUND_TO)
                .fetch(BOUND_TO)) {
            Address account = Address.of(owner);
            AccountRows.lock(transaction, account);
            sql.deleteFrom(FORWARDING_ADDRESS)
                    .where(BOUND_TO.eq(owner), ADDRESS.eq(address.toString()))
                    .execute();
            if (!sql.fetchExists(FORWARDING_ADDRESS, BOUND_TO.eq(owner))) {
                erase(sql, account);
                AccountRows.reacts(sql, account);
            }
            ended.add(new AuditEvent(
                    "forwarding.cleared", actor, owner, Map.of("to-1", address.toString(), "reason", "address free")));
            OwnerLetters.change(
                    transaction, account, Kind.NOT_FORWARDED, address.toString(), Bounds.time(clock.instant()));
        }
        return ended;
    }

    /** Of an account that is closed nothing is kept. */
    static void erase(DSLContext sql, Address account) {
        for (var table : List.of(FORWARDING_ADDRESS, FORWARDING)) {
            sql.deleteFrom(table).where(BOUND_TO.eq(account.toString())).execute();
        }
    }

    static boolean isOn(DSLContext sql, Address account) {
        return sql.fetchExists(FORWARDING, BOUND_TO.eq(account.toString()));
    }
}
