package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.CLOSED;
import static io.gongmail.store.registry.Names.MAILBOX_GONE;
import static io.gongmail.store.registry.Names.MOVING;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.POST;
import static io.gongmail.store.registry.Names.ROLES;
import static io.gongmail.store.registry.Names.STAFF_NUMBER;
import static io.gongmail.store.registry.Names.STARTED;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;
import static io.gongmail.store.registry.Names.UNIT;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Accounts that go to another agency: applied for by their holder, decided like every application, and carried out in one
 * transaction. The agency that is left is told when it is applied for and when it is done. Thread-safe.
 */
public final class AgencyChanges {
    private static final int MOST_TOLD = 100;
    /** Of an application that may still come to something. */
    private static final List<String> UNDER_WAY = List.of(
            ApplicationState.COMPLETED.name(),
            ApplicationState.SUBMITTED.name(),
            ApplicationState.RETURNED.name(),
            ApplicationState.APPROVED.name());

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final Applications applications;
    private final PersonRows persons;

    AgencyChanges(Database database, Clock clock, AuditTrail audit, Applications applications, PersonRows persons) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.applications = applications;
        this.persons = persons;
    }

    /** The one that an account's holder has applied for and that is not done or rejected. */
    public Optional<Application.Filled> underWay(Address account) {
        return database.transact(transaction -> underWay(transaction.sql(), account));
    }

    private Optional<Application.Filled> underWay(DSLContext sql, Address account) {
        return sql.select(ApplicationRows.COLUMNS)
                .from(APPLICATION)
                .where(MOVING.eq(account.toString()), STATE.in(UNDER_WAY))
                .orderBy(STARTED.desc())
                .limit(1)
                .fetchOptional()
                .flatMap(applications::readable)
                .map(Application.Filled.class::cast);
    }

    /**
     * Hands in that an active account goes to another agency; the holder is told at the account's address how it goes.
     *
     * @param person who the account was opened for
     * @param completion whose aim is {@link Aim.NewAgency}
     * @return empty when the account is not active or of that agency already, or one is under way
     */
    public Optional<Application.Submitted> submit(
            VerifiedPerson person, Consents consents, Completion completion, ShownCertificates shown) {
        if (!(completion.aim() instanceof Aim.NewAgency)) {
            throw new IllegalArgumentException("asks for no change of agency");
        }
        Address address = completion.account();
        ApplicationId id = new ApplicationId(UUID.randomUUID());
        Instant now = Bounds.time(clock.instant());
        Application.Submitted submitted = new Application.Submitted(id, 1, now, consents, person, completion);
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            Optional<Account> account = AccountRows.lock(transaction, address)
                    .filter(found -> found.state() == AccountState.ACTIVE
                            && !found.agency().equals(completion.agencyCode()));
            if (account.isEmpty() || underWay(sql, address).isPresent()) {
                return Optional.empty();
            }
            Map<Field<?>, Object> columns = ApplicationRows.columns(consents);
            columns.putAll(persons.columns(id.toString(), person));
            columns.putAll(ApplicationRows.columns(completion));
            columns.putAll(persons.contact(id.toString(), address.toString()));
            columns.put(SUBMITTED, now.toEpochMilli());
            Applications.insert(sql, submitted, columns);
            ApplicationRows.keep(sql, id, shown);
            tell(transaction, account.get(), OwnerLetter.Kind.COLLEAGUE_LEAVES, now);
            applications.trace(
                    transaction,
                    id,
                    1,
                    ApplicationState.DRAFT,
                    new Applications.Step(
                            ApplicationState.SUBMITTED,
                            "application.submitted",
                            address.toString(),
                            "",
                            Applications.facts(completion)));
            return applications.find(sql, id).map(Application.Submitted.class::cast);
        });
    }

    /** Reviewers of the agency that the account is of. */
    private static void tell(Transaction transaction, Account account, OwnerLetter.Kind kind, Instant now) {
        transaction
                .sql()
                .select(ADDRESS)
                .from(ACCOUNT)
                .where(
                        STATE.eq(AccountState.ACTIVE.name()),
                        OF_AGENCY.eq(account.agency()),
                        ADDRESS.ne(account.address().toString()),
                        ApplicationRows.named(Role.REVIEWER))
                .orderBy(ADDRESS)
                .limit(MOST_TOLD)
                .fetch(ADDRESS)
                .forEach(reviewer -> OwnerLetters.change(
                        transaction, Address.of(reviewer), kind, account.name() + " <" + account.address() + ">", now));
    }

    /**
     * Carries out what was approved, and brings the application to Provisioned: agency, unit, position and, where another is
     * wished for, the address; roles end. The address before is a closed account's, which rests. Safe to repeat.
     *
     * @param mailbox what goes along to another address
     * @throws IllegalArgumentException when no such application for a change of agency was ever approved
     */
    public OpenOutcome carryOut(Application.Approved approved, Following mailbox) {
        return Duplicates.lookAgain(database, transaction -> carryOut(transaction, approved.id(), mailbox));
    }

    private OpenOutcome carryOut(Transaction transaction, ApplicationId id, Following mailbox) throws SQLException {
        DSLContext sql = transaction.sql();
        Applications.lock(sql, id);
        // What is stored counts, not what the caller brought along.
        Application stored = applications
                .find(sql, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no application " + id));
        if (!(stored instanceof Application.Decided decided)
                || !(decided.completion().aim() instanceof Aim.NewAgency aim)) {
            throw new IllegalArgumentException("application " + id + " asks for no change of agency");
        }
        Address to = decided.completion().desired();
        if (stored instanceof Application.Provisioned) {
            return new OpenOutcome.AlreadyOpen(AccountRows.find(transaction, to).orElseThrow());
        }
        if (!(stored instanceof Application.Approved)) {
            throw new IllegalArgumentException("application " + id + " is not approved");
        }
        Optional<Account> before = AccountRows.lock(transaction, aim.account());
        if (before.filter(found -> found.state() == AccountState.ACTIVE).isEmpty()) {
            return new OpenOutcome.Stopped(Obstacle.ACCOUNT_NOT_ACTIVE);
        }
        boolean readdressed = !to.equals(aim.account());
        if (readdressed && AccountRows.exists(sql, to)) {
            return new OpenOutcome.Stopped(Obstacle.ADDRESS_TAKEN);
        }
        Instant now = Bounds.time(clock.instant());
        if (readdressed) {
            AccountAddresses.move(transaction, aim.account(), to);
            rest(transaction, before.get(), now);
            mailbox.follow(transaction, aim.account(), to);
        }
        Completion completion = decided.completion();
        sql.update(ACCOUNT)
                .set(OF_AGENCY, completion.agencyCode())
                .set(UNIT, completion.unit())
                .set(POST, completion.position())
                .set(STAFF_NUMBER, completion.staffNumber())
                .set(ROLES, "")
                .where(ADDRESS.eq(to.toString()))
                .execute();
        tell(transaction, before.get(), OwnerLetter.Kind.COLLEAGUE_LEFT, now);
        return done(transaction, decided, before.get());
    }

    private OpenOutcome done(Transaction transaction, Application.Decided decided, Account before) throws SQLException {
        Completion completion = decided.completion();
        ApplicationId id = decided.id();
        String decider = decided.decision().decider();
        // Of what is done the application tells how it was; its holder is where the account is now.
        Map<Field<?>, Object> columns = new LinkedHashMap<>(
                persons.contact(id.toString(), completion.desired().toString()));
        columns.put(MOVING, before.address().toString());
        Applications.Step step = new Applications.Step(
                ApplicationState.PROVISIONED,
                "application.provisioned",
                decider,
                "",
                Map.of("address", completion.desired().toString(), "agency", completion.agencyCode()));
        if (!applications.advance(transaction, decided, step, columns)) {
            throw new IllegalStateException("application " + id + " moved while it was being carried out");
        }
        audit.append(
                transaction,
                new AuditEvent(
                        "account.agency-changed",
                        decider,
                        before.address().toString(),
                        Map.of(
                                "application",
                                id.toString(),
                                "address",
                                completion.desired().toString(),
                                "agency",
                                completion.agencyCode(),
                                "former-agency",
                                before.agency(),
                                "former-roles",
                                ApplicationRows.roles(before.roles()))));
        return new OpenOutcome.Opened(
                AccountRows.find(transaction, completion.desired()).orElseThrow());
    }

    /** In the place of the account that has another address now: nobody's, and without a mailbox. */
    private static void rest(Transaction transaction, Account before, Instant now) throws SQLException {
        Account closed = new Account(
                before.address(),
                before.name(),
                before.type(),
                before.agency(),
                Set.of(),
                AccountState.CLOSED,
                before.opened());
        try (PreparedStatement insert = AccountRows.insert(transaction)) {
            AccountRows.insert(insert, closed, "", "");
            insert.executeBatch();
        }
        transaction
                .sql()
                .update(ACCOUNT)
                .set(CLOSED, now.toEpochMilli())
                .set(MAILBOX_GONE, now.toEpochMilli())
                .where(ADDRESS.eq(before.address().toString()))
                .execute();
    }

    /** Where the holder works; empty where there is no such account, or nobody told. */
    public Optional<Post> post(Address account) {
        Optional<Post> changed = database.transact(transaction -> transaction
                .sql()
                .select(UNIT, POST, STAFF_NUMBER)
                .from(ACCOUNT)
                .where(ADDRESS.eq(account.toString()), UNIT.isNotNull())
                .fetchOptional(row -> new Post(row.get(UNIT), row.get(POST), row.get(STAFF_NUMBER))));
        return changed.or(() -> applications
                .ofAccount(account)
                .filter(Application.Filled.class::isInstance)
                .map(application -> ((Application.Filled) application).completion())
                .map(told -> new Post(told.unit(), told.position(), told.staffNumber())));
    }
}
