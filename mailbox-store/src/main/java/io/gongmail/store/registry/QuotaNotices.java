package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.QUOTA_NOTICE;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * How full owners were told that their mailboxes are: each share of the limit once, until the mailbox has fallen below it.
 * Thread-safe; every call is one transaction.
 */
public final class QuotaNotices {
    private static final int LONGEST_LIST = 1_000;
    private static final Field<Integer> REACHED = DSL.field(DSL.name("reached"), SQLDataType.INTEGER);

    private final Database database;
    private final Clock clock;

    QuotaNotices(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Writes to the owner that the mailbox has reached a share of its limit, unless that much was told.
     *
     * @param percent 1 to 100
     * @param told how much it holds, as people read it
     * @return whether it was written
     */
    public boolean reached(Address account, int percent, String told) {
        return Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            boolean open = AccountRows.lock(transaction, account)
                    .filter(found -> found.state() != AccountState.CLOSED)
                    .isPresent();
            if (!open || reached(sql, account) >= percent) {
                return false;
            }
            set(sql, account, percent);
            OwnerLetters.change(
                    transaction,
                    account,
                    percent < 100 ? OwnerLetter.Kind.MAILBOX_FILLS : OwnerLetter.Kind.MAILBOX_FULL,
                    told,
                    Bounds.time(clock.instant()));
            return true;
        });
    }

    private static int reached(DSLContext sql, Address account) {
        return sql.select(REACHED)
                .from(QUOTA_NOTICE)
                .where(BOUND_TO.eq(account.toString()))
                .fetchOptional(REACHED)
                .orElse(0);
    }

    private static void set(DSLContext sql, Address account, int percent) {
        sql.deleteFrom(QUOTA_NOTICE).where(BOUND_TO.eq(account.toString())).execute();
        if (percent > 0) {
            sql.insertInto(QUOTA_NOTICE)
                    .set(BOUND_TO, account.toString())
                    .set(REACHED, percent)
                    .execute();
        }
    }

    /** The mailbox has fallen so far: what lies above is told again. 0 is below all. */
    public void fell(Address account, int percent) {
        database.transact(transaction -> {
            if (reached(transaction.sql(), account) > percent) {
                set(transaction.sql(), account, percent);
            }
            return true;
        });
    }

    /**
     * What was told and still holds as far as is known, by account, those after {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public Map<Address, Integer> told(String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        Map<Address, Integer> told = new LinkedHashMap<>();
        database.transact(transaction -> transaction
                        .sql()
                        .select(BOUND_TO, REACHED)
                        .from(QUOTA_NOTICE)
                        .where(BOUND_TO.gt(after))
                        .orderBy(BOUND_TO)
                        .limit(most)
                        .fetch())
                .forEach(row -> told.put(Address.of(row.value1()), row.value2()));
        return told;
    }
}
