package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The accounts and their password hashes. Thread-safe; every call is one transaction. */
public final class Accounts {
    /** The most accounts that {@link #seed} takes at once. */
    public static final int SEED_BATCH = 1_000;

    Accounts(Database database, Clock clock, AuditTrail audit) {}

    /** The account with this address, in whatever state. */
    public Optional<Account> find(Address address) {
        throw new UnsupportedOperationException();
    }

    /**
     * Accounts in the order of their addresses, those after the address {@code after}; the empty text starts.
     *
     * @param limit at most 1,000
     */
    public List<Account> list(String after, int limit) {
        throw new UnsupportedOperationException();
    }

    /** How many accounts there are, closed ones too. */
    public int count() {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens the account that {@code approved} asks for: account, binding, application to Provisioned, history and audit,
     * all or nothing. Safe to repeat.
     *
     * @throws IllegalArgumentException when no such application was ever approved
     */
    public OpenOutcome open(Application.Approved approved) {
        throw new UnsupportedOperationException();
    }

    /** Suspends an active account; empty when it is not active, or there is none. */
    public Optional<Account> suspend(Address address, String actor, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Makes a suspended account active; empty when it is not suspended, or there is none. */
    public Optional<Account> resume(Address address, String actor, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Closes an account for ever; empty when it is closed, or there is none. */
    public Optional<Account> close(Address address, String actor, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Gives a role to an account that is not closed; empty when it has it, is closed, or there is none. */
    public Optional<Account> grant(Address address, Role role, String actor) {
        throw new UnsupportedOperationException();
    }

    /** Takes a role from an account; empty when it has it not, or there is none. */
    public Optional<Account> withdraw(Address address, Role role, String actor) {
        throw new UnsupportedOperationException();
    }

    /** The password hash as PHC text; empty when no password was set, or there is no account. */
    public Optional<String> passwordHash(Address address) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the password hash of an account that is not closed, and audits that it was set, never the hash.
     *
     * @param phc as {@link PasswordHashing#hash} makes it
     * @return whether there is such an account
     */
    public boolean setPasswordHash(Address address, String phc, String actor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes accounts with bindings for demo and benchmarks, in one transaction with one audit entry. Accounts that exist
     * are left as they are, so that the same seeding may be repeated.
     *
     * @param batch at most {@link #SEED_BATCH}
     * @param reviewer in whose name
     * @return how many were made
     * @throws io.gongmail.store.StoreException when a certificate is bound to another account
     */
    public int seed(List<SeedAccount> batch, String reviewer) {
        throw new UnsupportedOperationException();
    }
}
