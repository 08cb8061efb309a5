package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.HOLDER;
import static io.gongmail.store.registry.Names.SENT_AS;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Who may send mail in the name of a role's account, each with a certificate and an account of their own: the message names the role as
 * its author (RFC 5322 §3.6.2), and the audit trail who it was. Every change, and every message, is audited. The right is of no use
 * while one of the two is not active or they are of different agencies, and ends when one is closed or gets another address. Thread-safe;
 * every call is one transaction.
 */
public final class SentAs {
    /** Of one account. */
    public static final int MOST = 100;

    private static final String HOLDER_FACT = "holder";

    private final Database database;
    private final AuditTrail audit;

    SentAs(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Those who may send as {@code account}, by address. */
    public List<Address> holders(Address account) {
        return database.transact(transaction -> transaction
                .sql()
                .select(HOLDER)
                .from(SENT_AS)
                .where(BOUND_TO.eq(account.toString()))
                .orderBy(HOLDER)
                .fetch(row -> Address.of(row.get(HOLDER))));
    }

    /** Those as whom {@code holder} may send now, by address; at most {@value #MOST}. */
    public List<Address> accounts(Address holder) {
        return database.transact(transaction -> {
            List<Address> given = transaction
                    .sql()
                    .select(BOUND_TO)
                    .from(SENT_AS)
                    .where(HOLDER.eq(holder.toString()))
                    .orderBy(BOUND_TO)
                    .limit(MOST)
                    .fetch(row -> Address.of(row.get(BOUND_TO)));
            List<Address> may = new ArrayList<>();
            for (Address account : given) {
                if (isOfUse(transaction, holder, account)) {
                    may.add(account);
                }
            }
            return List.copyOf(may);
        });
    }

    /** Whether {@code holder} may send as {@code account} now. */
    public boolean may(Address holder, Address account) {
        return database.transact(
                transaction -> given(transaction.sql(), account, holder) && isOfUse(transaction, holder, account));
    }

    private static boolean isOfUse(Transaction transaction, Address holder, Address account) throws SQLException {
        Optional<Account> role = AccountRows.find(transaction, account);
        Optional<Account> person = AccountRows.find(transaction, holder);
        return role.filter(SentAs::active).isPresent()
                && person.filter(SentAs::active).isPresent()
                && role.get().agency().equals(person.get().agency());
    }

    private static boolean active(Account account) {
        return account.state() == AccountState.ACTIVE;
    }

    private static boolean given(DSLContext sql, Address account, Address holder) {
        return sql.fetchExists(SENT_AS, BOUND_TO.eq(account.toString()), HOLDER.eq(holder.toString()));
    }

    /** Gives the right. */
    public SentAsOutcome give(Address account, Address holder, String actor) {
        return database.transact(transaction -> {
            // Who closes it meanwhile waits, and then erases what is written here.
            Optional<Account> role = AccountRows.lock(transaction, account);
            Optional<Account> person = AccountRows.lock(transaction, holder);
            if (role.filter(SentAs::open).isEmpty()
                    || person.filter(SentAs::open).isEmpty()) {
                return SentAsOutcome.NO_ACCOUNT;
            }
            if (role.get().type() != AccountType.AGENCY_REPRESENTATIVE
                    || person.get().type() != AccountType.OFFICIAL) {
                return SentAsOutcome.NOT_A_ROLE;
            }
            if (!role.get().agency().equals(person.get().agency())) {
                return SentAsOutcome.ANOTHER_AGENCY;
            }
            DSLContext sql = transaction.sql();
            if (given(sql, account, holder)) {
                return SentAsOutcome.HELD;
            }
            if (sql.fetchCount(SENT_AS, BOUND_TO.eq(account.toString())) >= MOST) {
                return SentAsOutcome.TOO_MANY;
            }
            sql.insertInto(SENT_AS)
                    .set(BOUND_TO, account.toString())
                    .set(HOLDER, holder.toString())
                    .execute();
            audit.append(
                    transaction,
                    new AuditEvent("sent-as.given", actor, account.toString(), Map.of(HOLDER_FACT, holder.toString())));
            return SentAsOutcome.GIVEN;
        });
    }

    private static boolean open(Account account) {
        return account.state() != AccountState.CLOSED;
    }

    /** Takes it back; whether it was there. */
    public boolean withdraw(Address account, Address holder, String actor) {
        return database.transact(transaction -> {
            int gone = transaction
                    .sql()
                    .deleteFrom(SENT_AS)
                    .where(BOUND_TO.eq(account.toString()), HOLDER.eq(holder.toString()))
                    .execute();
            if (gone > 0) {
                audit.append(
                        transaction,
                        new AuditEvent(
                                "sent-as.withdrawn",
                                actor,
                                account.toString(),
                                Map.of(HOLDER_FACT, holder.toString())));
            }
            return gone > 0;
        });
    }

    /**
     * Writes down that {@code holder} sends a message as {@code account}; returns when it is durable, so that nothing is sent of which
     * nobody knows who it was.
     *
     * @param messageId as the message has it; empty where it has none
     * @throws io.gongmail.store.StoreException when it is not
     */
    public void sends(Address holder, Address account, String messageId) {
        audit.record(
                new AuditEvent("sent-as.used", holder.toString(), account.toString(), Map.of("message-id", messageId)));
    }

    /** Of an account that is closed, or gets another address, nothing is kept, on either side. */
    static void erase(DSLContext sql, Address account) {
        sql.deleteFrom(SENT_AS)
                .where(BOUND_TO.eq(account.toString()).or(HOLDER.eq(account.toString())))
                .execute();
    }
}
