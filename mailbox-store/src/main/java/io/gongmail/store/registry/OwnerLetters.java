package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.OWNER_LETTER;
import static io.gongmail.store.registry.Names.SINCE;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.WRITTEN;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import io.gongmail.store.registry.OwnerLetter.Kind;
import io.gongmail.store.registry.OwnerLetter.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What owners are told: ahead of an end, once for each end and each number of days, whatever is stopped and started in between;
 * and of a change, written in its transaction. Thread-safe.
 */
public final class OwnerLetters {
    private static final int LONGEST_LIST = 1_000;
    private static final Field<String> KIND = DSL.field(DSL.name("kind"), SQLDataType.VARCHAR);
    private static final Field<String> ABOUT = DSL.field(DSL.name("about"), SQLDataType.VARCHAR);
    private static final Field<Long> ENDS = DSL.field(DSL.name("ends"), SQLDataType.BIGINT);
    private static final Field<String> TOLD = DSL.field(DSL.name("told"), SQLDataType.VARCHAR);
    private static final Field<Integer> DAYS = DSL.field(DSL.name("days"), SQLDataType.INTEGER);

    /**
     * Active certificates of active accounts that end in a time, are not told of yet, and have no successor: neither one of the
     * same holder that was bound after them and ends after them, nor one that is applied for.
     */
    private static final String CERTIFICATES = "SELECT b.account, b.id, b.not_after FROM binding b"
            + " JOIN account a ON a.address = b.account"
            + " WHERE b.state = 'ACTIVE' AND b.not_after > ? AND b.not_after <= ? AND a.state = 'ACTIVE'"
            + " AND NOT EXISTS (SELECT 1 FROM owner_letter l WHERE l.account = b.account"
            + " AND l.kind = 'CERTIFICATE_ENDS' AND l.about = b.id AND l.ends = b.not_after AND l.days <= ?)"
            + " AND NOT EXISTS (SELECT 1 FROM binding n WHERE n.account = b.account AND n.state = 'ACTIVE'"
            + " AND n.subject = b.subject AND n.not_after > b.not_after AND n.bound >= b.bound)"
            + " AND NOT EXISTS (SELECT 1 FROM application p WHERE p.replaced = b.id"
            + " AND p.state IN ('SUBMITTED', 'APPROVED'))"
            + " ORDER BY b.not_after, b.id FETCH FIRST ";

    /** The same of passwords, which an account of a system has none of. */
    private static final String PASSWORDS = "SELECT a.address, '', COALESCE(a.password_set, a.opened) FROM account a"
            + " WHERE a.state = 'ACTIVE' AND a.password_hash IS NOT NULL AND a.kind <> 'AGENCY_RELAY'"
            + " AND COALESCE(a.password_set, a.opened) > ? AND COALESCE(a.password_set, a.opened) <= ?"
            + " AND NOT EXISTS (SELECT 1 FROM owner_letter l WHERE l.account = a.address AND l.kind = 'PASSWORD_ENDS'"
            + " AND l.ends = COALESCE(a.password_set, a.opened) + ? AND l.days <= ?)"
            + " ORDER BY a.address FETCH FIRST ";

    private final Database database;
    private final AuditTrail audit;

    OwnerLetters(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Writes that certificates end which end after {@code now} and {@code days} ahead or earlier, and were not told of so closely
     * before.
     *
     * @param limit 1 to 1,000
     * @return how many were written; fewer than {@code limit} where there are no more
     */
    public int certificatesEnd(Instant now, int days, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        long from = now.toEpochMilli();
        long to = now.plus(Duration.ofDays(days)).toEpochMilli();
        return Duplicates.lookAgain(
                database,
                transaction -> write(
                        transaction,
                        Kind.CERTIFICATE_ENDS,
                        now,
                        days,
                        0,
                        CERTIFICATES + most + " ROWS ONLY",
                        from,
                        to,
                        days));
    }

    /**
     * The same of passwords.
     *
     * @param age that a password may have
     */
    public int passwordsEnd(Instant now, Duration age, int days, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        long from = now.minus(age).toEpochMilli();
        long to = now.minus(age).plus(Duration.ofDays(days)).toEpochMilli();
        long life = age.toMillis();
        return Duplicates.lookAgain(
                database,
                transaction -> write(
                        transaction,
                        Kind.PASSWORD_ENDS,
                        now,
                        days,
                        life,
                        PASSWORDS + most + " ROWS ONLY",
                        from,
                        to,
                        life,
                        days));
    }

    private static int write(
            Transaction transaction, Kind kind, Instant now, int days, long life, String sql, long... parameters)
            throws SQLException {
        List<OwnerLetter> found = new ArrayList<>();
        try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setLong(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new OwnerLetter(
                            Address.of(row.getString(1)),
                            kind,
                            row.getString(2),
                            Instant.ofEpochMilli(row.getLong(3) + life),
                            days,
                            now,
                            State.WAITING));
                }
            }
        }
        found.forEach(letter -> insert(transaction, letter));
        return found.size();
    }

    private static void insert(Transaction transaction, OwnerLetter letter) {
        transaction
                .sql()
                .insertInto(OWNER_LETTER)
                .set(BOUND_TO, letter.account().toString())
                .set(KIND, letter.kind().name())
                .set(ABOUT, letter.about())
                .set(ENDS, letter.ends().toEpochMilli())
                .set(DAYS, letter.days())
                .set(WRITTEN, letter.written().toEpochMilli())
                .set(STATE, letter.state().name())
                .set(SINCE, letter.written().toEpochMilli())
                .set(TOLD, letter.told().isEmpty() ? null : letter.told())
                .execute();
    }

    /** Writes that something was changed, in the transaction of the change. */
    static void change(Transaction transaction, Address account, Kind kind, String told, Instant now) {
        String about = UUID.randomUUID().toString();
        insert(transaction, new OwnerLetter(account, kind, about, now, 0, now, State.WAITING, told));
    }

    /** Writes that nobody uses an account, unless that was written since the last sign of life; whether it was now. */
    public boolean isDormant(DormantAccount dormant, Instant ends, int days, Instant now) {
        Address account = dormant.account().address();
        return Duplicates.lookAgain(database, transaction -> {
            boolean told = transaction
                    .sql()
                    .fetchExists(
                            OWNER_LETTER,
                            BOUND_TO.eq(account.toString()),
                            KIND.eq(Kind.DORMANT.name()),
                            WRITTEN.ge(dormant.since().toEpochMilli()));
            if (!told) {
                insert(transaction, new OwnerLetter(account, Kind.DORMANT, "", ends, days, now, State.WAITING));
            }
            return !told;
        });
    }

    /** The end that was told with the last letter about dormancy since {@code since}; empty where none was sent. */
    public Optional<Instant> dormantUntil(Address account, Instant since) {
        return database.transact(transaction -> transaction
                .sql()
                .select(ENDS)
                .from(OWNER_LETTER)
                .where(
                        BOUND_TO.eq(account.toString()),
                        KIND.eq(Kind.DORMANT.name()),
                        STATE.eq(State.SENT.name()),
                        WRITTEN.ge(since.toEpochMilli()))
                .orderBy(WRITTEN.desc())
                .limit(1)
                .fetchOptional(ENDS)
                .map(Instant::ofEpochMilli));
    }

    /**
     * Those to be sent, the oldest first.
     *
     * @param limit 1 to 1,000
     */
    public List<OwnerLetter> waiting(int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> transaction
                .sql()
                .select(BOUND_TO, KIND, ABOUT, ENDS, DAYS, WRITTEN, STATE, TOLD)
                .from(OWNER_LETTER)
                .where(STATE.eq(State.WAITING.name()))
                .orderBy(WRITTEN, BOUND_TO, KIND, ABOUT)
                .limit(most)
                .fetch(OwnerLetters::letter));
    }

    /** Of one account, in the order that they were written in. */
    public List<OwnerLetter> of(Address account) {
        return database.transact(transaction -> transaction
                .sql()
                .select(BOUND_TO, KIND, ABOUT, ENDS, DAYS, WRITTEN, STATE, TOLD)
                .from(OWNER_LETTER)
                .where(BOUND_TO.eq(account.toString()))
                .orderBy(WRITTEN, DAYS.desc(), KIND, ABOUT)
                .fetch(OwnerLetters::letter));
    }

    private static OwnerLetter letter(Record row) {
        return new OwnerLetter(
                Address.of(row.get(BOUND_TO)),
                Kind.valueOf(row.get(KIND)),
                row.get(ABOUT).strip(),
                Instant.ofEpochMilli(row.get(ENDS)),
                row.get(DAYS),
                Instant.ofEpochMilli(row.get(WRITTEN)),
                State.valueOf(row.get(STATE)),
                Optional.ofNullable(row.get(TOLD)).orElse(""));
    }

    /** What became of one that waits, with its audit entry; false when it waits no more. */
    public boolean became(OwnerLetter letter, State state, Instant now) {
        return database.transact(transaction -> {
            int changed = transaction
                    .sql()
                    .update(OWNER_LETTER)
                    .set(STATE, state.name())
                    .set(SINCE, now.toEpochMilli())
                    .where(
                            BOUND_TO.eq(letter.account().toString()),
                            KIND.eq(letter.kind().name()),
                            ABOUT.eq(letter.about()),
                            ENDS.eq(letter.ends().toEpochMilli()),
                            DAYS.eq(letter.days()),
                            STATE.eq(State.WAITING.name()))
                    .execute();
            if (changed == 1) {
                Map<String, String> facts = Map.of(
                        "kind", letter.kind().name(),
                        "binding", letter.about(),
                        "ends", letter.ends().toString(),
                        "days", Integer.toString(letter.days()));
                String code = state == State.SENT ? "account.letter-sent" : "account.letter-dropped";
                audit.append(
                        transaction,
                        new AuditEvent(code, "server", letter.account().toString(), facts));
            }
            return changed == 1;
        });
    }
}
