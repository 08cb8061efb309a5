package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.INTERNATIONAL_ADDRESS;
import static io.gongmail.store.registry.Names.NAME;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * International addresses, each of them another name of one account, in the account's own domain: mail for it goes to the account, whose
 * holder may write in it. The account's address in US-ASCII stays the one that everything else goes by, and that other servers hear of
 * (RFC 6531 §3.3 asks no more of who can be reached by both). Of a closed account it is kept, so that nobody gets mail that was meant
 * for another. Every change is audited. Thread-safe; every call is one transaction.
 */
public final class InternationalAddresses {
    /** Of one account. */
    public static final int MOST = 10;

    private static final String NAME_FACT = "name";

    private final Database database;
    private final AuditTrail audit;

    InternationalAddresses(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Those of {@code account}, sorted. */
    public List<InternationalAddress> of(Address account) {
        return database.transact(transaction -> transaction
                .sql()
                .select(NAME)
                .from(INTERNATIONAL_ADDRESS)
                .where(BOUND_TO.eq(account.toString()))
                .orderBy(NAME)
                .fetch(row -> InternationalAddress.parse(row.get(NAME)).orElseThrow()));
    }

    /** Whose it is, in whatever state the account is. */
    public Optional<Address> accountOf(InternationalAddress name) {
        return database.transact(transaction -> holder(transaction.sql(), name));
    }

    private static Optional<Address> holder(DSLContext sql, InternationalAddress name) {
        return sql.select(BOUND_TO)
                .from(INTERNATIONAL_ADDRESS)
                .where(NAME.eq(name.toString()))
                .fetchOptional(row -> Address.of(row.get(BOUND_TO)));
    }

    /** What became of giving an account another name. */
    public enum Outcome {
        GIVEN,
        /** Had it before; nothing is changed. */
        HELD,
        /** Another account has it, or had it when it was closed. */
        TAKEN,
        /** There is no such account, or it is closed. */
        NO_ACCOUNT,
        /** It is of another domain than the account. */
        ANOTHER_DOMAIN,
        /** The account has {@link #MOST}. */
        TOO_MANY
    }

    /** Gives an account another name. */
    public Outcome give(Address account, InternationalAddress name, String actor) {
        return database.transact(transaction -> {
            Optional<Account> owner = AccountRows.lock(transaction, account);
            if (owner.filter(one -> one.state() != AccountState.CLOSED).isEmpty()) {
                return Outcome.NO_ACCOUNT;
            }
            if (!account.domain().equals(name.domain())) {
                return Outcome.ANOTHER_DOMAIN;
            }
            DSLContext sql = transaction.sql();
            Optional<Address> holder = holder(sql, name);
            if (holder.isPresent()) {
                return holder.get().equals(account) ? Outcome.HELD : Outcome.TAKEN;
            }
            if (sql.fetchCount(INTERNATIONAL_ADDRESS, BOUND_TO.eq(account.toString())) >= MOST) {
                return Outcome.TOO_MANY;
            }
            sql.insertInto(INTERNATIONAL_ADDRESS)
                    .set(NAME, name.toString())
                    .set(BOUND_TO, account.toString())
                    .execute();
            told(transaction, "international-address.given", actor, account, name);
            return Outcome.GIVEN;
        });
    }

    /** Takes it back, so that another account may have it; whether it was there. */
    public boolean withdraw(Address account, InternationalAddress name, String actor) {
        return database.transact(transaction -> {
            int gone = transaction
                    .sql()
                    .deleteFrom(INTERNATIONAL_ADDRESS)
                    .where(BOUND_TO.eq(account.toString()), NAME.eq(name.toString()))
                    .execute();
            if (gone > 0) {
                told(transaction, "international-address.withdrawn", actor, account, name);
            }
            return gone > 0;
        });
    }

    private void told(Transaction transaction, String code, String actor, Address account, InternationalAddress name)
            throws SQLException {
        audit.append(transaction, new AuditEvent(code, actor, account.toString(), Map.of(NAME_FACT, name.toString())));
    }

    /** They go along with an account that gets another address, as far as they are of its domain. */
    static void move(DSLContext sql, Address from, Address to) {
        if (from.domain().equals(to.domain())) {
            sql.update(INTERNATIONAL_ADDRESS)
                    .set(BOUND_TO, to.toString())
                    .where(BOUND_TO.eq(from.toString()))
                    .execute();
        } else {
            sql.deleteFrom(INTERNATIONAL_ADDRESS)
                    .where(BOUND_TO.eq(from.toString()))
                    .execute();
        }
    }
}
