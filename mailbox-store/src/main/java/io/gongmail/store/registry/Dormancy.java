package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Which accounts nobody uses, and since when. Thread-safe; every call is one transaction. */
public final class Dormancy {
    private static final int LONGEST_LIST = 1_000;
    private static final String USES = "uses";
    private static final Table<Record> KEPT_SINCE = DSL.table(DSL.name("kept_since"));
    private static final Field<String> WHAT = DSL.field(DSL.name("what"), SQLDataType.VARCHAR);
    private static final Field<Long> FROM = DSL.field(DSL.name("since"), SQLDataType.BIGINT);

    private static final String SIGNS = "SELECT a.address, a.opened, a.resumed,"
            + " (SELECT MAX(b.used) FROM binding b WHERE b.account = a.address),"
            + " (SELECT MAX(b.bound) FROM binding b WHERE b.account = a.address) FROM account a WHERE a.state = 'ACTIVE'";
    private static final String OF_ACCOUNT = SIGNS + " AND a.address = ?";
    private static final String UNUSED = SIGNS + " AND a.opened <= ? AND (a.resumed IS NULL OR a.resumed <= ?)"
            + " AND NOT EXISTS (SELECT 1 FROM binding b WHERE b.account = a.address AND (b.used > ? OR b.bound > ?))"
            + " AND a.address > ? ORDER BY a.address FETCH FIRST ";

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    Dormancy(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** Uses are kept from the first start on that knows how: before that nobody is known to have used nothing. */
    void begin() {
        Duplicates.lookAgain(database, transaction -> {
            if (!transaction.sql().fetchExists(KEPT_SINCE, WHAT.eq(USES))) {
                transaction
                        .sql()
                        .insertInto(KEPT_SINCE)
                        .set(WHAT, USES)
                        .set(FROM, Bounds.time(clock.instant()).toEpochMilli())
                        .execute();
            }
            return true;
        });
    }

    /**
     * Active accounts without a sign of life after {@code before}, in the order of their addresses, those after the address
     * {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public List<DormantAccount> unused(Instant before, String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        long time = before.toEpochMilli();
        return database.transact(transaction -> {
            long kept = keptSince(transaction);
            if (kept > time) {
                return List.of();
            }
            List<DormantAccount> found = new ArrayList<>();
            try (PreparedStatement select = transaction.connection().prepareStatement(UNUSED + most + " ROWS ONLY")) {
                for (int i = 1; i <= 4; i++) {
                    select.setLong(i, time);
                }
                select.setString(5, after);
                for (Signs signs : signs(select, kept)) {
                    AccountRows.find(transaction, signs.address())
                            .map(account -> new DormantAccount(account, signs.last()))
                            .ifPresent(found::add);
                }
            }
            return found;
        });
    }

    /** The last sign of life of an active account; empty for others. */
    public Optional<Instant> lastSign(Address account) {
        return database.transact(transaction -> lastSign(transaction, account));
    }

    private static Optional<Instant> lastSign(Transaction transaction, Address account) throws SQLException {
        try (PreparedStatement select = transaction.connection().prepareStatement(OF_ACCOUNT)) {
            select.setString(1, account.toString());
            return signs(select, keptSince(transaction)).stream()
                    .map(Signs::last)
                    .findFirst();
        }
    }

    private record Signs(Address address, Instant last) {}

    private static List<Signs> signs(PreparedStatement select, long kept) throws SQLException {
        List<Signs> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long last = kept;
                for (int column = 2; column <= 5; column++) {
                    last = Math.max(last, row.getLong(column));
                }
                all.add(new Signs(Address.of(row.getString(1)), Instant.ofEpochMilli(last)));
            }
        }
        return all;
    }

    private static long keptSince(Transaction transaction) {
        return transaction
                .sql()
                .select(FROM)
                .from(KEPT_SINCE)
                .where(WHAT.eq(USES))
                .fetchSingle(FROM);
    }

    /**
     * Suspends it, if it is still active and had no sign of life since; empty otherwise.
     *
     * @param actor for the audit trail
     */
    public Optional<Account> suspend(DormantAccount dormant, String actor) {
        Address address = dormant.account().address();
        return database.transact(transaction -> {
            AccountRows.lock(transaction, address);
            Optional<Instant> last = lastSign(transaction, address);
            if (last.filter(dormant.since()::equals).isEmpty()) {
                return Optional.empty();
            }
            transaction
                    .sql()
                    .update(ACCOUNT)
                    .set(STATE, AccountState.SUSPENDED.name())
                    .where(ADDRESS.eq(address.toString()))
                    .execute();
            Map<String, String> facts = Map.of("reason", "not used since " + dormant.since());
            audit.append(transaction, new AuditEvent("account.suspended", actor, address.toString(), facts));
            return AccountRows.find(transaction, address);
        });
    }
}
