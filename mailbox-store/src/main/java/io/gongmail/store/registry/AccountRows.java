package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.REACTS;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** Between rows of accounts and their values; read by prepared statements, as every sign-in needs them. */
final class AccountRows {
    private static final String SELECT =
            "SELECT address, name, kind, agency, roles, state, opened, reacts FROM account";

    private static final String SELECT_WITH_PASSWORD =
            "SELECT address, name, kind, agency, roles, state, opened, reacts,"
                    + " password_hash, COALESCE(password_set, opened) FROM account WHERE address = ?";

    private AccountRows() {}

    static Optional<Account> find(Transaction transaction, Address address) throws SQLException {
        return one(transaction, SELECT + " WHERE address = ?", address.toString());
    }

    static Optional<Account> openedFrom(Transaction transaction, ApplicationId application) throws SQLException {
        return one(transaction, SELECT + " WHERE application = ?", application.toString());
    }

    static Optional<AccountWithPassword> withPassword(Transaction transaction, Address address) throws SQLException {
        try (PreparedStatement select = transaction.connection().prepareStatement(SELECT_WITH_PASSWORD)) {
            select.setString(1, address.toString());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String hash = row.getString(9);
                Instant set = Instant.ofEpochMilli(row.getLong(10));
                return Optional.of(new AccountWithPassword(
                        account(row), hash == null ? Optional.empty() : Optional.of(new StoredPassword(hash, set))));
            }
        }
    }

    private static Optional<Account> one(Transaction transaction, String sql, String key) throws SQLException {
        try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(account(row)) : Optional.empty();
            }
        }
    }

    static List<Account> list(Transaction transaction, String after, int limit) throws SQLException {
        String sql = SELECT + " WHERE address > ? ORDER BY address FETCH FIRST " + limit + " ROWS ONLY";
        try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
            select.setString(1, after);
            List<Account> accounts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    accounts.add(account(row));
                }
            }
            return accounts;
        }
    }

    /**
     * Keeps others from changing the account and its bindings until this transaction ends; empty when there is none.
     * Changing a column to itself locks on every database.
     */
    static Optional<Account> lock(Transaction transaction, Address address) throws SQLException {
        transaction
                .sql()
                .update(ACCOUNT)
                .set(STATE, STATE)
                .where(ADDRESS.eq(address.toString()))
                .execute();
        return find(transaction, address);
    }

    /** Notes whether the account has what delivery must look up, as its other tables now say; the caller holds its lock. */
    static void reacts(DSLContext sql, Address address) {
        sql.update(ACCOUNT)
                .set(REACTS, isAnyOn(sql, address) ? 1 : 0)
                .where(ADDRESS.eq(address.toString()))
                .execute();
    }

    private static boolean isAnyOn(DSLContext sql, Address address) {
        return Vacations.isOn(sql, address) || Forwardings.isOn(sql, address) || SieveScripts.isOn(sql, address);
    }

    static boolean exists(DSLContext sql, Address address) {
        return sql.fetchExists(ACCOUNT, ADDRESS.eq(address.toString()));
    }

    static void insert(PreparedStatement insert, Account account, String application, String passwordHash)
            throws SQLException {
        insert.setString(1, account.address().toString());
        insert.setString(2, account.name());
        insert.setString(3, account.type().name());
        insert.setString(4, account.agency());
        insert.setString(5, ApplicationRows.roles(account.roles()));
        insert.setString(6, account.state().name());
        insert.setLong(7, account.opened().toEpochMilli());
        insert.setString(8, application.isEmpty() ? null : application);
        insert.setString(9, passwordHash.isEmpty() ? null : passwordHash);
        insert.addBatch();
    }

    static PreparedStatement insert(Transaction transaction) throws SQLException {
        return transaction
                .connection()
                .prepareStatement("INSERT INTO account"
                        + " (address, name, kind, agency, roles, state, opened, application, password_hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                Address.of(row.getString(1)),
                row.getString(2),
                AccountType.valueOf(row.getString(3)),
                row.getString(4),
                ApplicationRows.roles(row.getString(5)),
                AccountState.valueOf(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                row.getInt(8) == 1);
    }
}
