package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ACTOR;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.APPLICATION_HISTORY;
import static io.gongmail.store.registry.Names.FROM_STATE;
import static io.gongmail.store.registry.Names.HAPPENED;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OF_APPLICATION;
import static io.gongmail.store.registry.Names.REASON;
import static io.gongmail.store.registry.Names.STARTED;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;
import static io.gongmail.store.registry.Names.TO_STATE;
import static io.gongmail.store.registry.Names.VERSION;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The applications. Thread-safe. Each method that takes an application advances it if, and only if, the stored one is
 * still in that state and version, in one transaction with its history row and its audit entry; an empty result says that
 * somebody else advanced it first, and that nothing was changed.
 */
public final class Applications {
    /** Who acts while an application is with its applicant. */
    public static final String APPLICANT = "applicant";

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final ApplicationRows rows;
    private final ApplicationLists lists;

    Applications(Database database, Clock clock, AuditTrail audit, PersonRows persons) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.rows = new ApplicationRows(persons);
        this.lists = new ApplicationLists(database, persons, rows);
    }

    /** Opens an application. */
    public Application.Draft open() {
        Application.Draft draft = new Application.Draft(new ApplicationId(UUID.randomUUID()), 0, now());
        return database.transact(transaction -> {
            insert(transaction.sql(), draft, Map.of());
            audit.append(transaction, event("application.opened", APPLICANT, draft.id(), Map.of()));
            return draft;
        });
    }

    public Optional<Application> find(ApplicationId id) {
        return database.transact(transaction -> find(transaction.sql(), id));
    }

    Optional<Application> find(DSLContext sql, ApplicationId id) {
        return sql.select(ApplicationRows.COLUMNS)
                .from(APPLICATION)
                .where(ID.eq(id.toString()))
                .fetchOptional(rows::application);
    }

    /**
     * Keeps others from advancing the application until this transaction ends, so that what is read from here on belongs
     * together. Changing a column to itself locks on every database.
     */
    static void lock(DSLContext sql, ApplicationId id) {
        sql.update(APPLICATION)
                .set(VERSION, VERSION)
                .where(ID.eq(id.toString()))
                .execute();
    }

    /** How many are in {@code state} now. */
    public long count(ApplicationState state) {
        return database.transact(
                transaction -> (long) transaction.sql().fetchCount(APPLICATION, STATE.eq(state.name())));
    }

    /** The application that the account was opened from; empty for seeded accounts. */
    public Optional<Application> ofAccount(Address address) {
        return database.transact(transaction -> transaction
                .sql()
                .select(ApplicationRows.COLUMNS)
                .from(APPLICATION)
                .where(ID.in(DSL.select(OF_APPLICATION).from(ACCOUNT).where(ADDRESS.eq(address.toString()))))
                .fetchOptional(rows::application));
    }

    /**
     * Those of the person whose CI has this SHA-256, whatever became of them, the newest first; none for the empty text.
     *
     * @param limit 1 to 1,000
     */
    public List<Application> ofPerson(String ciSha256, int limit) {
        return lists.ofPerson(ciSha256, Bounds.limit(limit, 1_000));
    }

    /** Those that cannot be read, since their personal data does not open, are reported and left out. */
    public List<Application> list(ApplicationFilter filter) {
        return lists.list(filter);
    }

    /** Empty when its personal data does not open. */
    Optional<Application> readable(Record row) {
        return lists.readable(row);
    }

    /** Every change of state of an application, the first one first. */
    public List<HistoryEntry> history(ApplicationId id) {
        return database.transact(transaction -> transaction
                .sql()
                .select(VERSION, FROM_STATE, TO_STATE, ACTOR, HAPPENED, REASON)
                .from(APPLICATION_HISTORY)
                .where(OF_APPLICATION.eq(id.toString()))
                .orderBy(VERSION)
                .fetch(row -> new HistoryEntry(
                        row.get(VERSION),
                        ApplicationState.valueOf(row.get(FROM_STATE)),
                        ApplicationState.valueOf(row.get(TO_STATE)),
                        row.get(ACTOR),
                        Instant.ofEpochMilli(row.get(HAPPENED)),
                        row.get(REASON))));
    }

    /** Without texts that were agreed to beside those two. */
    public Optional<Application.Consented> consent(Application.Draft draft, Consents consents) {
        return consent(draft, consents, List.of());
    }

    /**
     * @param texts each text that was agreed to, the two of {@code consents} among them
     */
    public Optional<Application.Consented> consent(
            Application.Draft draft, Consents consents, List<ConsentText> texts) {
        Step step =
                new Step(ApplicationState.CONSENTED, "application.consented", APPLICANT, "", facts(consents, texts));
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            if (!advance(transaction, draft, step, ApplicationRows.columns(consents))) {
                return Optional.empty();
            }
            ConsentRecords.insert(sql, draft.id(), texts, consents.at());
            return find(sql, draft.id()).map(Application.Consented.class::cast);
        });
    }

    private static Map<String, String> facts(Consents consents, List<ConsentText> texts) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("terms", consents.terms());
        facts.put("privacy", consents.privacy());
        texts.stream().filter(text -> !text.required()).forEach(text -> facts.put(text.name(), text.version()));
        return facts;
    }

    public Optional<Application.Verified> verify(Application.Consented consented, VerifiedPerson person) {
        Map<String, String> facts =
                Map.of("provider", person.provider(), "method", person.method(), "transaction", person.transactionId());
        Step step = new Step(ApplicationState.VERIFIED, "application.verified", APPLICANT, "", facts);
        return advance(consented, step, rows.columns(consented.id(), person), Application.Verified.class);
    }

    public Optional<Application.Completed> complete(
            Application.Verified verified, Completion completion, ShownCertificates shown) {
        return complete((Application) verified, completion, shown);
    }

    /** Completes again what was given back; the completion before is replaced. */
    public Optional<Application.Completed> complete(
            Application.Returned returned, Completion completion, ShownCertificates shown) {
        return complete((Application) returned, completion, shown);
    }

    /** Completes again what its applicant has changed before handing it in; the completion before is replaced. */
    public Optional<Application.Completed> complete(
            Application.Completed completed, Completion completion, ShownCertificates shown) {
        return complete((Application) completed, completion, shown);
    }

    private Optional<Application.Completed> complete(Application from, Completion completion, ShownCertificates shown) {
        Step step = new Step(ApplicationState.COMPLETED, "application.completed", APPLICANT, "", facts(completion));
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            lock(sql, from.id());
            if (find(sql, from.id()).filter(stored -> isStill(from, stored)).isEmpty()) {
                return Optional.empty();
            }
            ApplicationRows.keep(sql, from.id(), shown);
            advance(transaction, from, step, ApplicationRows.columns(completion));
            return find(sql, from.id()).map(Application.Completed.class::cast);
        });
    }

    /** What was shown with an application; empty before it was completed. */
    public Optional<ShownCertificates> shown(ApplicationId id) {
        return database.transact(transaction -> ApplicationRows.shown(transaction.sql(), id));
    }

    public Optional<Application.Submitted> submit(Application.Completed completed) {
        Step step = new Step(ApplicationState.SUBMITTED, "application.submitted", APPLICANT, "", Map.of());
        Map<Field<?>, Object> columns = Map.of(SUBMITTED, now().toEpochMilli());
        return advance(completed, step, columns, Application.Submitted.class);
    }

    /**
     * Approves, and reserves certificate and new address. That nobody decides on their own application is for the caller to
     * see to. For a representative's account somebody else must have approved first ({@link ReviewQueue#approveFirst}).
     *
     * @param decider the reviewer's address
     * @param reason at most 500 characters; may be empty
     */
    public ApproveOutcome approve(Application.Submitted submitted, String decider, String reason) {
        Decision decision = new Decision(decider, now(), reason);
        Step step = decided(ApplicationState.APPROVED, "application.approved", decision);
        return Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            lock(sql, submitted.id());
            Optional<Application> stored = find(sql, submitted.id());
            if (stored.isEmpty() || !isStill(submitted, stored.get())) {
                return new ApproveOutcome.Stopped(Obstacle.OVERTAKEN);
            }
            // What is stored counts, not what the caller brought along.
            Completion completion = ((Application.Submitted) stored.get()).completion();
            Optional<Account> account = AccountRows.lock(transaction, completion.account());
            // From here on one at a time: a certificate may also be bound without an application.
            AuditTrail.lock(sql);
            Optional<Obstacle> obstacle = Obstacles.toApproval(transaction, completion, account)
                    .or(() -> Obstacles.toOneReviewer(sql, submitted.id(), completion, decider));
            if (obstacle.isPresent()) {
                return new ApproveOutcome.Stopped(obstacle.get());
            }
            Map<Field<?>, Object> columns = ApplicationRows.columns(decision);
            columns.putAll(ApplicationRows.columns(completion, Set.of()));
            return advance(transaction, submitted, step, columns)
                    ? new ApproveOutcome.Done(
                            (Application.Approved) find(sql, submitted.id()).orElseThrow())
                    : new ApproveOutcome.Stopped(Obstacle.OVERTAKEN);
        });
    }

    /** Gives it back to the applicant to be completed again. */
    public Optional<Application.Returned> giveBack(Application.Submitted submitted, String decider, String reason) {
        Decision decision = new Decision(decider, now(), reason);
        Step step = decided(ApplicationState.RETURNED, "application.returned", decision);
        return advance(submitted, step, ApplicationRows.columns(decision), Application.Returned.class);
    }

    /** Decides against it, for ever. */
    public Optional<Application.Rejected> reject(Application.Submitted submitted, String decider, String reason) {
        Decision decision = new Decision(decider, now(), reason);
        Step step = decided(ApplicationState.REJECTED, "application.rejected", decision);
        return advance(submitted, step, ApplicationRows.columns(decision), Application.Rejected.class);
    }

    /**
     * An application that the installation itself approves at once, for the first administrator and reviewer; its decider
     * is {@link Decision#INSTALLATION}, who also vouches for the name.
     *
     * @param roles what the account gets, as far as nobody has it yet
     */
    public ApproveOutcome approvedByInstallation(String name, Completion completion, Set<Role> roles) {
        String by = Decision.INSTALLATION;
        Decision decision = new Decision(by, now(), "");
        ApplicationId id = new ApplicationId(UUID.randomUUID());
        Consents consents = new Consents(by, by, decision.at());
        VerifiedPerson person = new VerifiedPerson(by, "", name, by, "", "", decision.at());
        return Duplicates.lookAgain(database, transaction -> {
            // From here on one at a time: of two who are to be the first, the second sees what the first one got.
            AuditTrail.lock(transaction.sql());
            Optional<Obstacle> obstacle = Obstacles.toAccount(transaction.sql(), completion);
            if (obstacle.isPresent()) {
                return new ApproveOutcome.Stopped(obstacle.get());
            }
            Set<Role> open = new TreeSet<>(roles);
            open.removeIf(role -> Obstacles.isHeld(transaction.sql(), role));
            if (open.isEmpty()) {
                return new ApproveOutcome.Stopped(Obstacle.ROLES_HELD);
            }
            Application.Approved approved =
                    new Application.Approved(id, 1, decision.at(), consents, person, completion, decision, open);
            Map<Field<?>, Object> columns = ApplicationRows.columns(consents);
            columns.putAll(rows.columns(id, person));
            columns.putAll(ApplicationRows.columns(completion));
            columns.putAll(ApplicationRows.columns(decision));
            columns.putAll(ApplicationRows.columns(completion, open));
            insert(transaction.sql(), approved, columns);
            Map<String, String> facts = facts(completion);
            facts.put("roles", ApplicationRows.roles(open));
            Step step = new Step(ApplicationState.APPROVED, "application.approved", by, "", facts);
            trace(transaction, id, 1, ApplicationState.DRAFT, step);
            return new ApproveOutcome.Done(approved);
        });
    }

    /** Where an application goes, and how that is told. */
    record Step(ApplicationState to, String code, String actor, String reason, Map<String, String> facts) {}

    private static Step decided(ApplicationState to, String code, Decision decision) {
        return new Step(to, code, decision.decider(), decision.reason(), Map.of("reason", decision.reason()));
    }

    <T extends Application> Optional<T> advance(
            Application from, Step step, Map<Field<?>, Object> columns, Class<T> to) {
        return database.transact(transaction -> advance(transaction, from, step, columns)
                ? find(transaction.sql(), from.id()).map(to::cast)
                : Optional.empty());
    }

    /** The compare-and-set, with history and audit when it succeeds; the audit entry comes last. */
    boolean advance(Transaction transaction, Application from, Step step, Map<Field<?>, Object> columns)
            throws SQLException {
        int version = from.version() + 1;
        Map<Field<?>, Object> set = new LinkedHashMap<>(columns);
        set.put(STATE, step.to().name());
        set.put(VERSION, version);
        int advanced = transaction
                .sql()
                .update(APPLICATION)
                .set(set)
                .where(ID.eq(from.id().toString()), STATE.eq(from.state().name()), VERSION.eq(from.version()))
                .execute();
        if (advanced == 0) {
            return false;
        }
        trace(transaction, from.id(), version, from.state(), step);
        return true;
    }

    void trace(Transaction transaction, ApplicationId id, int version, ApplicationState from, Step step)
            throws SQLException {
        transaction
                .sql()
                .insertInto(APPLICATION_HISTORY)
                .set(OF_APPLICATION, id.toString())
                .set(VERSION, version)
                .set(FROM_STATE, from.name())
                .set(TO_STATE, step.to().name())
                .set(ACTOR, step.actor())
                .set(HAPPENED, now().toEpochMilli())
                .set(REASON, step.reason())
                .execute();
        ApplicantLetters.write(transaction.sql(), id, version, step, from, now());
        audit.append(transaction, event(step.code(), step.actor(), id, step.facts()));
    }

    static void insert(DSLContext sql, Application application, Map<Field<?>, Object> columns) {
        Map<Field<?>, Object> set = new LinkedHashMap<>(columns);
        set.put(ID, application.id().toString());
        set.put(STATE, application.state().name());
        set.put(VERSION, application.version());
        set.put(STARTED, application.started().toEpochMilli());
        sql.insertInto(APPLICATION).set(set).execute();
    }

    private static boolean isStill(Application known, Application stored) {
        return stored.state() == known.state() && stored.version() == known.version();
    }

    static Map<String, String> facts(Completion completion) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("address", completion.desired().toString());
        facts.put("agency", completion.agencyCode());
        facts.put("certificate", completion.key().certificateSha256());
        if (completion.aim() instanceof Aim.NewCertificate aim) {
            facts.put("replaced", aim.replaced().map(UUID::toString).orElse("none"));
        }
        if (completion.aim() instanceof Aim.NewAgency change) {
            facts.put("account", change.account().toString());
        }
        return facts;
    }

    private static AuditEvent event(String code, String actor, ApplicationId id, Map<String, String> facts) {
        return new AuditEvent(code, actor, id.toString(), facts);
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }
}
