package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.CLOSED;
import static io.gongmail.store.registry.Names.RESUMED;
import static io.gongmail.store.registry.Names.ROLES;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Field;

/** The accounts and their password hashes. Thread-safe; every call is one transaction. */
public final class Accounts {
    /** The most accounts that {@link #seed} takes at once. */
    public static final int SEED_BATCH = 1_000;

    private static final int LONGEST_LIST = 1_000;
    private static final int MOST_HOLDERS = 100;
    private static final int MOST_FORMER = 100;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final Applications applications;

    Accounts(Database database, Clock clock, AuditTrail audit, Applications applications) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.applications = applications;
    }

    /** The account with this address, in whatever state. */
    public Optional<Account> find(Address address) {
        return database.transact(transaction -> AccountRows.find(transaction, address));
    }

    /**
     * Accounts in the order of their addresses, those after the address {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public List<Account> list(String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> AccountRows.list(transaction, after, most));
    }

    /** Active accounts with {@code role}, by address; at most 100. */
    public List<Address> holding(Role role) {
        return database.transact(transaction -> transaction
                .sql()
                .select(ADDRESS)
                .from(ACCOUNT)
                .where(STATE.eq(AccountState.ACTIVE.name()), ApplicationRows.named(role))
                .orderBy(ADDRESS)
                .limit(MOST_HOLDERS)
                .fetch(row -> Address.of(row.get(ADDRESS))));
    }

    /** How many accounts there are, closed ones too. */
    public int count() {
        return database.transact(transaction -> transaction.sql().fetchCount(ACCOUNT));
    }

    /**
     * Opens the account that {@code approved} asks for: account, binding, application to Provisioned, history and audit,
     * all or nothing. Safe to repeat.
     *
     * @throws IllegalArgumentException when no such application was ever approved
     */
    public OpenOutcome open(Application.Approved approved) {
        return Duplicates.lookAgain(database, transaction -> open(transaction, approved.id()));
    }

    private OpenOutcome open(Transaction transaction, ApplicationId id) throws SQLException {
        Applications.lock(transaction.sql(), id);
        Optional<Account> before = AccountRows.openedFrom(transaction, id);
        if (before.isPresent()) {
            return new OpenOutcome.AlreadyOpen(before.get());
        }
        // What is stored counts, not what the caller brought along.
        Application.Approved stored = applications
                .find(transaction.sql(), id)
                .filter(Application.Approved.class::isInstance)
                .map(Application.Approved.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("application " + id + " is not approved"));
        Completion completion = stored.completion();
        if (!(completion.aim() instanceof Aim.NewAccount)) {
            throw new IllegalArgumentException("application " + id + " asks for no account");
        }
        if (AccountRows.exists(transaction.sql(), completion.desired())) {
            return new OpenOutcome.Stopped(Obstacle.ADDRESS_TAKEN);
        }
        if (BindingRows.isBound(transaction.sql(), completion.key())) {
            return new OpenOutcome.Stopped(Obstacle.CERTIFICATE_BOUND);
        }
        Instant now = now();
        Account account = new Account(
                completion.desired(),
                stored.person().name(),
                completion.type(),
                completion.agencyCode(),
                stored.roles(),
                AccountState.ACTIVE,
                now);
        Binding binding = new Binding(
                UUID.randomUUID(),
                completion.desired(),
                completion.key(),
                completion.subject(),
                completion.notAfter(),
                BindingState.ACTIVE,
                now,
                "opened");
        try (PreparedStatement accounts = AccountRows.insert(transaction);
                PreparedStatement bindings = BindingRows.insert(transaction)) {
            AccountRows.insert(accounts, account, id.toString(), "");
            accounts.executeBatch();
            BindingRows.insert(bindings, binding);
            bindings.executeBatch();
        }
        Map<String, String> facts = Map.of(
                "address", completion.desired().toString(),
                "agency", completion.agencyCode(),
                "roles", ApplicationRows.roles(stored.roles()),
                "binding", binding.id().toString(),
                "certificate", completion.key().certificateSha256());
        Applications.Step step = new Applications.Step(
                ApplicationState.PROVISIONED,
                "account.opened",
                stored.decision().decider(),
                "",
                facts);
        if (!applications.advance(transaction, stored, step, Map.of())) {
            throw new IllegalStateException("application " + id + " moved while its account was being opened");
        }
        return new OpenOutcome.Opened(account);
    }

    /** Suspends an active account; empty when it is not active, or there is none. */
    public Optional<Account> suspend(Address address, String actor, String reason) {
        return move(address, AccountState.SUSPENDED, Map.of(), "account.suspended", actor, reason);
    }

    /** Makes a suspended account active; empty when it is not suspended, or there is none. */
    public Optional<Account> resume(Address address, String actor, String reason) {
        Map<Field<?>, Object> again = Map.of(RESUMED, now().toEpochMilli());
        return move(address, AccountState.ACTIVE, again, "account.resumed", actor, reason);
    }

    /**
     * Closes an account for ever, and erases its vacation, forwarding, scripts, rights to send as others and places on lists; empty when it is closed, or there is none. Its address
     * rests from now on ({@link ClosedAccounts}).
     */
    public Optional<Account> close(Address address, String actor, String reason) {
        Map<Field<?>, Object> since = Map.of(CLOSED, now().toEpochMilli());
        return move(address, AccountState.CLOSED, since, "account.closed", actor, reason);
    }

    private Optional<Account> move(
            Address address, AccountState to, Map<Field<?>, Object> more, String code, String actor, String reason) {
        List<String> from = Arrays.stream(AccountState.values())
                .filter(state -> state.mayBecome(to))
                .map(AccountState::name)
                .toList();
        return database.transact(transaction -> {
            int moved = transaction
                    .sql()
                    .update(ACCOUNT)
                    .set(STATE, to.name())
                    .set(more)
                    .where(ADDRESS.eq(address.toString()), STATE.in(from))
                    .execute();
            if (moved == 1 && to == AccountState.CLOSED) {
                Vacations.erase(transaction.sql(), address);
                Forwardings.erase(transaction.sql(), address);
                SieveScripts.erase(transaction.sql(), address);
                SentAs.erase(transaction.sql(), address);
                SavedAudiences.erase(transaction.sql(), address);
                AccountRows.reacts(transaction.sql(), address);
            }
            return moved == 0
                    ? Optional.empty()
                    : told(transaction, new AuditEvent(code, actor, address.toString(), Map.of("reason", reason)));
        });
    }

    private Optional<Account> told(Transaction transaction, AuditEvent event) throws SQLException {
        Optional<Account> account = AccountRows.find(transaction, Address.of(event.subject()));
        audit.append(transaction, event);
        return account;
    }

    /** Gives a role to an account that is not closed; empty when it has it, is closed, or there is none. */
    public Optional<Account> grant(Address address, Role role, String actor) {
        return changeRoles(address, role, true, "account.role-granted", actor);
    }

    /** Takes a role from an account that is not closed; empty when it has it not, is closed, or there is none. */
    public Optional<Account> withdraw(Address address, Role role, String actor) {
        return changeRoles(address, role, false, "account.role-withdrawn", actor);
    }

    private Optional<Account> changeRoles(Address address, Role role, boolean has, String code, String actor) {
        AuditEvent event = new AuditEvent(code, actor, address.toString(), Map.of("role", role.name()));
        return database.transact(transaction -> {
            // Two changes at once: the second finds other roles than it read, and looks again.
            while (true) {
                Optional<Account> account = AccountRows.find(transaction, address);
                if (account.isEmpty()
                        || account.get().state() == AccountState.CLOSED
                        || account.get().roles().contains(role) == has) {
                    return Optional.empty();
                }
                Set<Role> roles = new TreeSet<>(account.get().roles());
                if (has) {
                    roles.add(role);
                } else {
                    roles.remove(role);
                }
                int changed = transaction
                        .sql()
                        .update(ACCOUNT)
                        .set(ROLES, ApplicationRows.roles(roles))
                        .where(
                                ADDRESS.eq(address.toString()),
                                ROLES.eq(ApplicationRows.roles(account.get().roles())),
                                STATE.ne(AccountState.CLOSED.name()))
                        .execute();
                if (changed == 1) {
                    return told(transaction, event);
                }
            }
        });
    }

    /** The account and what is stored of its password, as they are at one time; empty when there is none. */
    public Optional<AccountWithPassword> withPassword(Address address) {
        return database.transact(transaction -> AccountRows.withPassword(transaction, address));
    }

    /** What is stored of the password; empty when none was set, or there is no account. */
    public Optional<StoredPassword> password(Address address) {
        return database.transact(transaction -> PasswordRows.present(transaction, address));
    }

    /**
     * Hashes of the passwords before the present one, the newest first.
     *
     * @param limit 1 to 100
     */
    public List<String> formerPasswordHashes(Address address, int limit) {
        int most = Bounds.limit(limit, MOST_FORMER);
        return database.transact(transaction -> PasswordRows.former(transaction, address, most));
    }

    /**
     * Sets the password hash of an account that is not closed, and audits that it was set, never the hash. The one before
     * becomes the newest of the former ones.
     *
     * @param phc as {@link PasswordHashing#hash} makes it
     * @param former how many of the former ones are kept, 0 to 100
     * @param proof by what it is known that {@code actor} may do so, for the audit trail
     * @return whether there is such an account
     * @throws IllegalArgumentException when {@code phc} is none
     */
    public boolean setPasswordHash(Address address, String phc, int former, String actor, String proof) {
        mustBeHash(phc);
        if (former < 0 || former > MOST_FORMER) {
            throw new IllegalArgumentException("former: 0 to " + MOST_FORMER);
        }
        return database.transact(transaction -> {
            boolean set = PasswordRows.replace(transaction, address, phc, former, now());
            if (set) {
                audit.append(
                        transaction, new AuditEvent("password.set", actor, address.toString(), Map.of("by", proof)));
            }
            return set;
        });
    }

    /**
     * Takes the password of an account that is not closed away, which becomes the newest of the former ones, and audits that.
     *
     * @param former how many of the former ones are kept, 0 to 100
     * @return whether there was one
     */
    public boolean clearPassword(Address address, int former, String actor, String reason) {
        if (former < 0 || former > MOST_FORMER) {
            throw new IllegalArgumentException("former: 0 to " + MOST_FORMER);
        }
        return database.transact(transaction -> {
            boolean cleared = PasswordRows.clear(transaction, address, former, now());
            if (cleared) {
                audit.append(
                        transaction,
                        new AuditEvent("password.cleared", actor, address.toString(), Map.of("reason", reason)));
            }
            return cleared;
        });
    }

    /**
     * Stores the same password hashed anew, if {@code before} is still its hash: a password set meanwhile stays. When it was
     * set does not change, nor do the former ones.
     *
     * @return whether it was stored
     * @throws IllegalArgumentException when {@code after} is no hash
     */
    public boolean upgradePasswordHash(Address address, String before, String after) {
        mustBeHash(after);
        return database.transact(transaction -> {
            boolean stored = PasswordRows.upgrade(transaction.sql(), address, before, after);
            if (stored) {
                audit.append(
                        transaction, new AuditEvent("password.hash-upgraded", address.toString(), address.toString()));
            }
            return stored;
        });
    }

    private static void mustBeHash(String phc) {
        if (PhcText.parse(phc).isEmpty()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
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
        if (batch.size() > SEED_BATCH) {
            throw new IllegalArgumentException("at most " + SEED_BATCH + " at once");
        }
        return database.transact(transaction -> {
            Set<String> present = new HashSet<>(transaction
                    .sql()
                    .select(ADDRESS)
                    .from(ACCOUNT)
                    .where(ADDRESS.in(batch.stream()
                            .map(seed -> seed.address().toString())
                            .toList()))
                    .fetch(ADDRESS));
            List<SeedAccount> missing = batch.stream()
                    .filter(seed -> !present.contains(seed.address().toString()))
                    .toList();
            if (missing.isEmpty()) {
                return 0;
            }
            insert(transaction, missing);
            Map<String, String> facts = Map.of(
                    "count", Integer.toString(missing.size()),
                    "first", missing.get(0).address().toString(),
                    "last", missing.get(missing.size() - 1).address().toString());
            audit.append(transaction, new AuditEvent("accounts.seeded", reviewer, "accounts", facts));
            return missing.size();
        });
    }

    private void insert(Transaction transaction, List<SeedAccount> seeds) throws SQLException {
        Instant now = now();
        try (PreparedStatement accounts = AccountRows.insert(transaction);
                PreparedStatement bindings = BindingRows.insert(transaction)) {
            for (SeedAccount seed : seeds) {
                Account account = new Account(
                        seed.address(), seed.name(), seed.type(), seed.agency(), Set.of(), AccountState.ACTIVE, now);
                AccountRows.insert(accounts, account, "", seed.passwordHash());
                BindingRows.insert(
                        bindings,
                        new Binding(
                                UUID.randomUUID(),
                                seed.address(),
                                seed.key(),
                                seed.subject(),
                                seed.notAfter(),
                                BindingState.ACTIVE,
                                now,
                                "seeded"));
            }
            accounts.executeBatch();
            bindings.executeBatch();
        }
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }
}
