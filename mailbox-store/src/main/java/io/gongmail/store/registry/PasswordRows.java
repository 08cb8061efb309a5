package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.ENTRY_NUMBER;
import static io.gongmail.store.registry.Names.OF_ACCOUNT;
import static io.gongmail.store.registry.Names.PASSWORD_HASH;
import static io.gongmail.store.registry.Names.PASSWORD_HISTORY;
import static io.gongmail.store.registry.Names.PASSWORD_SET;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The hash of an account's password, in its row, and those it had before. */
final class PasswordRows {
    private PasswordRows() {}

    static Optional<StoredPassword> present(Transaction transaction, Address address) throws SQLException {
        try (PreparedStatement select = transaction
                .connection()
                .prepareStatement("SELECT password_hash, COALESCE(password_set, opened) FROM account"
                        + " WHERE address = ? AND password_hash IS NOT NULL")) {
            select.setString(1, address.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredPassword(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                        : Optional.empty();
            }
        }
    }

    /** The newest first. */
    static List<String> former(Transaction transaction, Address address, int limit) {
        return transaction
                .sql()
                .select(PASSWORD_HASH)
                .from(PASSWORD_HISTORY)
                .where(OF_ACCOUNT.eq(address.toString()))
                .orderBy(ENTRY_NUMBER.desc())
                .limit(limit)
                .fetch(PASSWORD_HASH);
    }

    /** False when there is no such account that is not closed. */
    static boolean replace(Transaction transaction, Address address, String phc, int former, Instant now)
            throws SQLException {
        // The time first: that locks the row, so that of two at once the second finds what the first has set.
        int found = transaction
                .sql()
                .update(ACCOUNT)
                .set(PASSWORD_SET, now.toEpochMilli())
                .where(ADDRESS.eq(address.toString()), STATE.ne(AccountState.CLOSED.name()))
                .execute();
        if (found == 0) {
            return false;
        }
        Optional<StoredPassword> before = present(transaction, address);
        transaction
                .sql()
                .update(ACCOUNT)
                .set(PASSWORD_HASH, phc)
                .where(ADDRESS.eq(address.toString()))
                .execute();
        before.ifPresent(password -> remember(transaction.sql(), address, password.hash(), former));
        return true;
    }

    /** False when there is none. */
    static boolean clear(Transaction transaction, Address address, int former, Instant now) throws SQLException {
        // As in replace: the row is locked first, here by a time that is taken away again.
        transaction
                .sql()
                .update(ACCOUNT)
                .set(PASSWORD_SET, now.toEpochMilli())
                .where(ADDRESS.eq(address.toString()), PASSWORD_HASH.isNotNull(), STATE.ne(AccountState.CLOSED.name()))
                .execute();
        Optional<StoredPassword> before = present(transaction, address);
        int cleared = transaction
                .sql()
                .update(ACCOUNT)
                .setNull(PASSWORD_HASH)
                .setNull(PASSWORD_SET)
                .where(ADDRESS.eq(address.toString()), PASSWORD_HASH.isNotNull(), STATE.ne(AccountState.CLOSED.name()))
                .execute();
        if (cleared == 1) {
            before.ifPresent(password -> remember(transaction.sql(), address, password.hash(), former));
        }
        return cleared == 1;
    }

    private static void remember(DSLContext sql, Address address, String phc, int former) {
        Long last = sql.select(DSL.max(ENTRY_NUMBER))
                .from(PASSWORD_HISTORY)
                .where(OF_ACCOUNT.eq(address.toString()))
                .fetchSingle()
                .value1();
        long number = last == null ? 1 : last + 1;
        sql.insertInto(PASSWORD_HISTORY)
                .set(OF_ACCOUNT, address.toString())
                .set(ENTRY_NUMBER, number)
                .set(PASSWORD_HASH, phc)
                .execute();
        sql.deleteFrom(PASSWORD_HISTORY)
                .where(OF_ACCOUNT.eq(address.toString()), ENTRY_NUMBER.le(number - former))
                .execute();
    }

    /** The same password hashed anew; false when {@code before} is no longer its hash. */
    static boolean upgrade(DSLContext sql, Address address, String before, String after) {
        return sql.update(ACCOUNT)
                        .set(PASSWORD_HASH, after)
                        .where(
                                ADDRESS.eq(address.toString()),
                                PASSWORD_HASH.eq(before),
                                STATE.ne(AccountState.CLOSED.name()))
                        .execute()
                == 1;
    }
}
