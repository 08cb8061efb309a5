package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.SUBJECT;
import static io.gongmail.store.registry.Names.VACATION;
import static io.gongmail.store.registry.Names.VACATION_ANSWER;

import io.gongmail.store.db.Database;
import io.gongmail.store.registry.OwnerLetter.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What is answered for owners who are away, and who was answered. Thread-safe; every call is one transaction. */
public final class Vacations {
    /** One sender is answered once in this time (RFC 3834 §2, RFC 5230 §4.1). */
    public static final Duration ONCE_IN = Duration.ofDays(7);

    /** Senders remembered for one owner; of more the oldest are forgotten first. */
    static final int MOST_REMEMBERED = 1_000;

    /** Answers of one owner in an hour. */
    static final int MOST_AN_HOUR = 60;

    private static final Field<Integer> ENABLED = DSL.field(DSL.name("enabled"), SQLDataType.INTEGER);
    private static final Field<Integer> FIRST_DAY = DSL.field(DSL.name("first_day"), SQLDataType.INTEGER);
    private static final Field<Integer> LAST_DAY = DSL.field(DSL.name("last_day"), SQLDataType.INTEGER);
    private static final Field<String> ANSWER = DSL.field(DSL.name("answer"), SQLDataType.VARCHAR);
    private static final Field<String> SENDER = DSL.field(DSL.name("sender"), SQLDataType.VARCHAR);
    private static final Field<String> DELIVERY = DSL.field(DSL.name("delivery"), SQLDataType.VARCHAR);
    private static final Field<Long> ANSWERED = DSL.field(DSL.name("answered"), SQLDataType.BIGINT);

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    Vacations(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** What {@code account}'s owner has set, turned on or not. */
    public Optional<Vacation> of(Address account) {
        return database.transact(transaction -> find(transaction.sql(), account));
    }

    private static Optional<Vacation> find(DSLContext sql, Address account) {
        return sql.select(ENABLED, FIRST_DAY, LAST_DAY, SUBJECT, ANSWER)
                .from(VACATION)
                .where(BOUND_TO.eq(account.toString()))
                .fetchOptional(Vacations::vacation);
    }

    private static Vacation vacation(Record row) {
        return new Vacation(
                row.get(ENABLED) == 1,
                LocalDate.ofEpochDay(row.get(FIRST_DAY)),
                Optional.ofNullable(row.get(LAST_DAY)).map(LocalDate::ofEpochDay),
                row.get(SUBJECT),
                row.get(ANSWER));
    }

    /**
     * Sets it, forgets who was answered, audits it without its words, and writes a letter to the owner when it is turned on; all
     * or nothing. What was set so before changes nothing.
     *
     * @return whether there is such an account, and it is not closed
     */
    public boolean set(Address account, Vacation vacation, String actor) {
        return database.transact(transaction -> {
            if (AccountRows.lock(transaction, account)
                    .filter(open -> open.state() != AccountState.CLOSED)
                    .isEmpty()) {
                return false;
            }
            DSLContext sql = transaction.sql();
            Optional<Vacation> before = find(sql, account);
            if (before.equals(Optional.of(vacation))) {
                return true;
            }
            Map<Field<?>, Object> columns = new LinkedHashMap<>();
            columns.put(ENABLED, vacation.enabled() ? 1 : 0);
            columns.put(FIRST_DAY, Math.toIntExact(vacation.from().toEpochDay()));
            columns.put(
                    LAST_DAY,
                    vacation.until()
                            .map(last -> Math.toIntExact(last.toEpochDay()))
                            .orElse(null));
            columns.put(SUBJECT, vacation.subject());
            columns.put(ANSWER, vacation.text());
            if (before.isPresent()) {
                sql.update(VACATION)
                        .set(columns)
                        .where(BOUND_TO.eq(account.toString()))
                        .execute();
            } else {
                sql.insertInto(VACATION)
                        .set(columns)
                        .set(BOUND_TO, account.toString())
                        .execute();
            }
            forget(sql, account);
            AccountRows.reacts(sql, account);
            String from = vacation.from().toString();
            String until = vacation.until().map(LocalDate::toString).orElse("");
            audit.append(
                    transaction,
                    new AuditEvent(
                            vacation.enabled() ? "vacation.set" : "vacation.ended",
                            actor,
                            account.toString(),
                            Map.of("from", from, "until", until)));
            if (vacation.enabled()) {
                OwnerLetters.change(transaction, account, Kind.VACATION_SET, from + " ~ " + until, now());
            }
            return true;
        });
    }

    /**
     * Whether {@code sender} is to be answered for that delivery, and if so, since when: not when they were answered within
     * {@link #ONCE_IN} for another, nor when {@value #MOST_AN_HOUR} were within the hour. Asked again for the same delivery the
     * answer is the same, so that what a crash kept from being written is written then.
     *
     * @param sender a mail address; remembered as a hash
     */
    public Optional<Instant> mayAnswer(Address account, String sender, UUID delivery) {
        return mayAnswer(account, sender, "", ONCE_IN, delivery);
    }

    /**
     * The same for an answer beside the one that is set here.
     *
     * @param about what makes it another; empty: it is the one set here
     * @param once how often one sender is answered
     */
    public Optional<Instant> mayAnswer(Address account, String sender, String about, Duration once, UUID delivery) {
        String hash = Sha256.hex(sender.toLowerCase(Locale.ROOT) + (about.isEmpty() ? "" : "\n" + about));
        Instant now = now();
        return Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            Optional<Record> before = sql.select(DELIVERY, ANSWERED)
                    .from(VACATION_ANSWER)
                    .where(BOUND_TO.eq(account.toString()), SENDER.eq(hash))
                    .fetchOptional(row -> row);
            if (before.filter(row -> row.get(DELIVERY).equals(delivery.toString()))
                    .isPresent()) {
                return before.map(row -> Instant.ofEpochMilli(row.get(ANSWERED)));
            }
            if (before.filter(row -> row.get(ANSWERED) > now.minus(once).toEpochMilli())
                            .isPresent()
                    || answersSince(sql, account, now.minus(Duration.ofHours(1))) >= MOST_AN_HOUR) {
                return Optional.empty();
            }
            if (before.isPresent()) {
                // Of two at once one finds it as it was.
                int changed = sql.update(VACATION_ANSWER)
                        .set(DELIVERY, delivery.toString())
                        .set(ANSWERED, now.toEpochMilli())
                        .where(
                                BOUND_TO.eq(account.toString()),
                                SENDER.eq(hash),
                                ANSWERED.eq(before.get().get(ANSWERED)))
                        .execute();
                return changed == 1 ? Optional.of(now) : Optional.empty();
            }
            sql.insertInto(VACATION_ANSWER)
                    .set(BOUND_TO, account.toString())
                    .set(SENDER, hash)
                    .set(DELIVERY, delivery.toString())
                    .set(ANSWERED, now.toEpochMilli())
                    .execute();
            forgetOldest(sql, account);
            return Optional.of(now);
        });
    }

    private static int answersSince(DSLContext sql, Address account, Instant time) {
        return sql.fetchCount(VACATION_ANSWER, BOUND_TO.eq(account.toString()).and(ANSWERED.gt(time.toEpochMilli())));
    }

    private static void forgetOldest(DSLContext sql, Address account) {
        sql.select(ANSWERED)
                .from(VACATION_ANSWER)
                .where(BOUND_TO.eq(account.toString()))
                .orderBy(ANSWERED.desc())
                .offset(MOST_REMEMBERED)
                .limit(1)
                .fetchOptional(ANSWERED)
                .ifPresent(oldest -> sql.deleteFrom(VACATION_ANSWER)
                        .where(BOUND_TO.eq(account.toString()), ANSWERED.le(oldest))
                        .execute());
    }

    private static void forget(DSLContext sql, Address account) {
        sql.deleteFrom(VACATION_ANSWER).where(BOUND_TO.eq(account.toString())).execute();
    }

    /** Of an account that is closed nothing is kept. */
    static void erase(DSLContext sql, Address account) {
        forget(sql, account);
        sql.deleteFrom(VACATION).where(BOUND_TO.eq(account.toString())).execute();
    }

    /** Whether one is turned on. */
    static boolean isOn(DSLContext sql, Address account) {
        return sql.fetchExists(VACATION, BOUND_TO.eq(account.toString()).and(ENABLED.eq(1)));
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }
}
