package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.CLOSED;
import static io.gongmail.store.registry.Names.FORMER;
import static io.gongmail.store.registry.Names.MAILBOX_GONE;
import static io.gongmail.store.registry.Names.OF_ACCOUNT;
import static io.gongmail.store.registry.Names.PASSWORD_HASH;
import static io.gongmail.store.registry.Names.PASSWORD_HISTORY;
import static io.gongmail.store.registry.Names.PASSWORD_SET;
import static io.gongmail.store.registry.Names.PLACES;
import static io.gongmail.store.registry.Names.ROLES;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Closed accounts. Their addresses rest, and are set free by setting the account aside under an address that nobody can apply
 * for or write to; whoever takes the address then has nothing of the account that had it. Thread-safe; every call is one
 * transaction.
 */
public final class ClosedAccounts {
    /** Where accounts are set aside: no domain of this name will ever be (RFC 2606 §2). */
    public static final String DOMAIN = "set-aside.invalid";

    private static final int LONGEST_LIST = 1_000;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final Forwardings forwardings;
    private final SieveScripts scripts;

    ClosedAccounts(Database database, Clock clock, AuditTrail audit, Forwardings forwardings, SieveScripts scripts) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.forwardings = forwardings;
        this.scripts = scripts;
    }

    /** Those of versions that did not keep since when: they rest from now on. */
    void begin() {
        Condition unknown = STATE.eq(AccountState.CLOSED.name()).and(CLOSED.isNull());
        if (database.transact(transaction -> transaction.sql().fetchExists(ACCOUNT, unknown))) {
            long now = Bounds.time(clock.instant()).toEpochMilli();
            database.transact(transaction -> transaction
                    .sql()
                    .update(ACCOUNT)
                    .set(CLOSED, now)
                    .where(unknown)
                    .execute());
        }
    }

    /** The account of this address, where it is closed. */
    public Optional<ClosedAccount> find(Address address) {
        return database.transact(transaction -> find(transaction, address));
    }

    /**
     * Those that still have their address and were closed at {@code by} or before, in the order of their addresses, those after
     * the address {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public List<ClosedAccount> resting(Instant by, String after, int limit) {
        return list(FORMER.isNull(), by, after, limit);
    }

    /** The same of those that still have their mailbox, set aside or not. */
    public List<ClosedAccount> withMailbox(Instant by, String after, int limit) {
        return list(MAILBOX_GONE.isNull(), by, after, limit);
    }

    private List<ClosedAccount> list(Condition which, Instant by, String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> {
            List<ClosedAccount> found = new ArrayList<>();
            for (String address : transaction
                    .sql()
                    .select(ADDRESS)
                    .from(ACCOUNT)
                    .where(STATE.eq(AccountState.CLOSED.name()), CLOSED.le(by.toEpochMilli()), which, ADDRESS.gt(after))
                    .orderBy(ADDRESS)
                    .limit(most)
                    .fetch(ADDRESS)) {
                find(transaction, Address.of(address)).ifPresent(found::add);
            }
            return found;
        });
    }

    private static Optional<ClosedAccount> find(Transaction transaction, Address address) throws SQLException {
        Optional<Account> account = AccountRows.find(transaction, address);
        return transaction
                .sql()
                .select(CLOSED, FORMER, MAILBOX_GONE)
                .from(ACCOUNT)
                .where(ADDRESS.eq(address.toString()), STATE.eq(AccountState.CLOSED.name()), CLOSED.isNotNull())
                .fetchOptional()
                .flatMap(row -> account.map(found -> closed(found, row)));
    }

    private static ClosedAccount closed(Account account, Record row) {
        return new ClosedAccount(
                account,
                Instant.ofEpochMilli(row.get(CLOSED)),
                Optional.ofNullable(row.get(FORMER)).map(Address::of),
                Optional.ofNullable(row.get(MAILBOX_GONE)).map(Instant::ofEpochMilli));
    }

    /**
     * Sets the account aside, so that its address may be applied for, if it is closed since {@code by} or before and has its
     * address still; empty otherwise. Certificates and applications go along and stay its own; passwords, roles, from where it was
     * used, and what others forward to it, are deleted.
     *
     * @param reason at most 500 characters
     * @param mailbox what goes along
     */
    public Optional<ClosedAccount> setAside(
            Address address, Instant by, String actor, String reason, Following mailbox) {
        Bounds.text("reason", reason, 500);
        return database.transact(transaction -> {
            AccountRows.lock(transaction, address);
            Optional<ClosedAccount> resting = find(transaction, address)
                    .filter(closed ->
                            closed.former().isEmpty() && !closed.closed().isAfter(by));
            if (resting.isEmpty()) {
                return Optional.empty();
            }
            DSLContext sql = transaction.sql();
            Address aside = aside(resting.get().account());
            sql.deleteFrom(PASSWORD_HISTORY)
                    .where(OF_ACCOUNT.eq(address.toString()))
                    .execute();
            sql.deleteFrom(PLACES).where(OF_ACCOUNT.eq(address.toString())).execute();
            AccountAddresses.move(transaction, address, aside);
            sql.update(ACCOUNT)
                    .set(FORMER, address.toString())
                    .set(ROLES, "")
                    .setNull(PASSWORD_HASH)
                    .setNull(PASSWORD_SET)
                    .where(ADDRESS.eq(aside.toString()))
                    .execute();
            mailbox.follow(transaction, address, aside);
            List<AuditEvent> events = new ArrayList<>(forwardings.endTo(transaction, address, actor));
            events.addAll(scripts.endTo(transaction, address, actor));
            for (AuditEvent ended : events) {
                audit.append(transaction, ended);
            }
            audit.append(
                    transaction,
                    new AuditEvent(
                            "account.set-aside",
                            actor,
                            address.toString(),
                            Map.of("aside", aside.toString(), "reason", reason)));
            return find(transaction, aside);
        });
    }

    /** One of its own for each who had the address. */
    private static Address aside(Account account) {
        String who = account.address() + " " + account.opened().toEpochMilli();
        return new Address(
                UUID.nameUUIDFromBytes(who.getBytes(StandardCharsets.UTF_8)).toString(), DOMAIN);
    }

    /** Notes that the mailbox is erased; false when it was gone already, or the account is not closed. */
    public boolean mailboxErased(Address address, String actor) {
        return database.transact(transaction -> {
            int changed = transaction
                    .sql()
                    .update(ACCOUNT)
                    .set(MAILBOX_GONE, Bounds.time(clock.instant()).toEpochMilli())
                    .where(ADDRESS.eq(address.toString()), STATE.eq(AccountState.CLOSED.name()), MAILBOX_GONE.isNull())
                    .execute();
            if (changed == 1) {
                audit.append(transaction, new AuditEvent("account.mailbox-erased", actor, address.toString()));
            }
            return changed == 1;
        });
    }
}
