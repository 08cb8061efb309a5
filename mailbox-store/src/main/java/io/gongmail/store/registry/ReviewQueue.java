package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.FIRST_AT;
import static io.gongmail.store.registry.Names.FIRST_REASON;
import static io.gongmail.store.registry.Names.FIRST_REVIEWER;
import static io.gongmail.store.registry.Names.FIRST_VERSION;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.KIND;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;
import static io.gongmail.store.registry.Names.VERSION;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/** What was handed in and waits, and the first approvals of those that need two. Thread-safe. */
public final class ReviewQueue {
    private static final List<Field<?>> COLUMNS = Stream.concat(
                    Stream.of(SUBMITTED, FIRST_VERSION, FIRST_REVIEWER, FIRST_AT, FIRST_REASON),
                    ApplicationRows.COLUMNS.stream())
            .toList();

    private final Database database;
    private final Clock clock;
    private final Applications applications;

    ReviewQueue(Database database, Clock clock, Applications applications) {
        this.database = database;
        this.clock = clock;
        this.applications = applications;
    }

    /**
     * One that was handed in.
     *
     * @param submitted when, the last time
     * @param first the first approval of two; empty where there is none, or it holds no longer
     */
    public record Waiting(Application.Filled application, Instant submitted, Optional<FirstApproval> first) {}

    /** Those that cannot be read, since their personal data does not open, are reported and left out. */
    public List<Waiting> list(QueueFilter filter) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(STATE.in(filter.states().stream().map(Enum::name).toList()));
        conditions.add(KIND.in(filter.types().stream().map(Enum::name).toList()));
        conditions.add(SUBMITTED.isNotNull());
        if (!filter.agency().isEmpty()) {
            conditions.add(OF_AGENCY.eq(filter.agency()));
        }
        if (!filter.submittedBy().equals(Instant.MAX)) {
            conditions.add(SUBMITTED.le(filter.submittedBy().toEpochMilli()));
        }
        return database.transact(transaction -> {
            List<Waiting> found = new ArrayList<>();
            String after = filter.after();
            while (true) {
                Result<? extends Record> page =
                        page(transaction.sql(), conditions, after, filter.limit() - found.size());
                page.forEach(row -> waiting(row).ifPresent(found::add));
                if (page.isEmpty() || found.size() == filter.limit()) {
                    return found;
                }
                after = page.get(page.size() - 1).get(ID);
            }
        });
    }

    private static Result<? extends Record> page(DSLContext sql, List<Condition> conditions, String after, int limit) {
        List<Condition> all = new ArrayList<>(conditions);
        ApplicationId.parse(after)
                .flatMap(id -> sql.select(SUBMITTED)
                        .from(APPLICATION)
                        .where(ID.eq(after), SUBMITTED.isNotNull())
                        .fetchOptional(SUBMITTED))
                .ifPresent(submitted -> all.add(
                        SUBMITTED.gt(submitted).or(SUBMITTED.eq(submitted).and(ID.gt(after)))));
        return sql.select(COLUMNS)
                .from(APPLICATION)
                .where(all)
                .orderBy(SUBMITTED, ID)
                .limit(limit)
                .fetch();
    }

    private Optional<Waiting> waiting(Record row) {
        return applications
                .readable(row)
                .filter(Application.Filled.class::isInstance)
                .map(application -> new Waiting(
                        (Application.Filled) application,
                        Instant.ofEpochMilli(row.get(SUBMITTED)),
                        first(row, application.version())));
    }

    private static Optional<FirstApproval> first(Record row, int version) {
        Integer holdsFor = row.get(FIRST_VERSION);
        return holdsFor == null || holdsFor != version
                ? Optional.empty()
                : Optional.of(new FirstApproval(
                        Address.of(row.get(FIRST_REVIEWER)),
                        Instant.ofEpochMilli(row.get(FIRST_AT)),
                        row.get(FIRST_REASON)));
    }

    /** The first approval of two that holds for the application as it is; empty where there is none. */
    public Optional<FirstApproval> first(ApplicationId id) {
        return database.transact(transaction -> first(transaction.sql(), id));
    }

    static Optional<FirstApproval> first(DSLContext sql, ApplicationId id) {
        return sql.select(VERSION, FIRST_VERSION, FIRST_REVIEWER, FIRST_AT, FIRST_REASON)
                .from(APPLICATION)
                .where(ID.eq(id.toString()))
                .fetchOptional()
                .flatMap(row -> first(row, row.get(VERSION)));
    }

    /** When it was handed in last; empty where it never was. */
    public Optional<Instant> submitted(ApplicationId id) {
        return database.transact(transaction -> transaction
                .sql()
                .select(SUBMITTED)
                .from(APPLICATION)
                .where(ID.eq(id.toString()), SUBMITTED.isNotNull())
                .fetchOptional(row -> Instant.ofEpochMilli(row.get(SUBMITTED))));
    }

    /**
     * Records the first approval of two, in the place of one before; the application waits on.
     *
     * @return as it is now; empty when somebody else advanced it first
     */
    public Optional<Application.Submitted> approveFirst(
            Application.Submitted submitted, Address reviewer, String reason) {
        Instant now = Bounds.time(clock.instant());
        Bounds.text("reason", reason, 500);
        Map<Field<?>, Object> columns = Map.of(
                FIRST_VERSION,
                submitted.version() + 1,
                FIRST_REVIEWER,
                reviewer.toString(),
                FIRST_AT,
                now.toEpochMilli(),
                FIRST_REASON,
                reason);
        Applications.Step step = new Applications.Step(
                ApplicationState.SUBMITTED,
                "application.approved-first",
                reviewer.toString(),
                reason,
                Map.of("reason", reason));
        return applications.advance(submitted, step, columns, Application.Submitted.class);
    }

    /** What an approval would be stopped by now; nothing is changed. */
    public Optional<Obstacle> obstacle(Application.Submitted submitted) {
        return database.transact(transaction -> obstacle(transaction, submitted));
    }

    private static Optional<Obstacle> obstacle(Transaction transaction, Application.Submitted submitted)
            throws SQLException {
        Completion completion = submitted.completion();
        return Obstacles.toApproval(transaction, completion, AccountRows.find(transaction, completion.account()));
    }
}
