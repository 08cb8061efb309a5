package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACTOR;
import static io.gongmail.store.registry.Names.AUDIT_ENTRY;
import static io.gongmail.store.registry.Names.AUDIT_HEAD;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.ENTRY_NUMBER;
import static io.gongmail.store.registry.Names.FACTS;
import static io.gongmail.store.registry.Names.HAPPENED;
import static io.gongmail.store.registry.Names.HASH;
import static io.gongmail.store.registry.Names.LAST_HASH;
import static io.gongmail.store.registry.Names.LAST_NUMBER;
import static io.gongmail.store.registry.Names.SUBJECT;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in order, each entry chained to the one before by SHA-256, so that changing, dropping or inserting one
 * shows. Thread-safe. Who can rewrite the whole table and its head can forge it: keep a copy of the last hash elsewhere.
 */
public final class AuditTrail {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;
    private static final int LONGEST_LIST = 10_000;

    private final Database database;
    private final Clock clock;
    private final AuditWriter writer;
    private final Duration longestWait;
    /** As the writer left it; others may have appended since. */
    private @Nullable Head head;

    private record Head(long number, String hash) {}

    AuditTrail(Database database, Clock clock) {
        this(database, clock, 4_096, LONGEST_WAIT);
    }

    AuditTrail(Database database, Clock clock, int queue, Duration longestWait) {
        this.database = database;
        this.clock = clock;
        this.longestWait = longestWait;
        this.writer = new AuditWriter(queue, this::write);
    }

    /**
     * Records an event and returns when it is durable.
     *
     * @return its number
     * @throws StoreException BUSY when the queue is full, or when it was not written within 10 s; then it may be written
     *     later
     */
    public long record(AuditEvent event) {
        try {
            return recordSoon(event).get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Database.told(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new StoreException(Kind.BUSY, "the audit trail is slow", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.BUSY, "interrupted while waiting for the audit trail", e);
        }
    }

    /**
     * Records an event without waiting, for event loops: the future completes with its number when it is durable, and with
     * a {@link StoreException} when it cannot be written, at once and BUSY when the queue is full.
     */
    public CompletableFuture<Long> recordSoon(AuditEvent event) {
        return writer.put(new AuditWriter.Pending(event, now(), new CompletableFuture<>()));
    }

    /**
     * Records an event inside a transaction of another room or service: it exists if, and only if, that one commits. Call
     * it last: from here on every other writer of the trail waits for that transaction to end.
     *
     * @return its number
     */
    public long append(Transaction transaction, AuditEvent event) throws SQLException {
        return appendAfterLast(transaction, List.of(new AuditWriter.Pending(event, now(), new CompletableFuture<>())))
                .number();
    }

    /** Keeps every other writer of the trail waiting until this transaction ends; for what must happen one at a time. */
    static void lock(DSLContext sql) {
        sql.update(AUDIT_HEAD).set(LAST_NUMBER, LAST_NUMBER).execute();
    }

    /** On the writer's thread alone. */
    private long write(List<AuditWriter.Pending> batch) {
        Head before = head;
        Head after = database.transact(transaction -> {
            Optional<Head> next = before == null ? Optional.empty() : appendAfter(transaction, before, batch);
            return next.isPresent() ? next.get() : appendAfterLast(transaction, batch);
        });
        head = after;
        return after.number() - batch.size() + 1;
    }

    private static Head appendAfterLast(Transaction transaction, List<AuditWriter.Pending> events) throws SQLException {
        // Updating first locks the head, so that numbers have no gaps and the chain no forks.
        try (PreparedStatement lock =
                transaction.connection().prepareStatement("UPDATE audit_head SET last_number = last_number")) {
            lock.executeUpdate();
        }
        return appendAfter(transaction, last(transaction), events).orElseThrow();
    }

    private static Head last(Transaction transaction) throws SQLException {
        try (PreparedStatement select =
                        transaction.connection().prepareStatement("SELECT last_number, last_hash FROM audit_head");
                ResultSet head = select.executeQuery()) {
            head.next();
            return new Head(head.getLong(1), head.getString(2));
        }
    }

    /**
     * Appends all, if {@code before} is still the last, and locks the head with that; by prepared statements, as every sign-in
     * waits for it.
     */
    private static Optional<Head> appendAfter(Transaction transaction, Head before, List<AuditWriter.Pending> events)
            throws SQLException {
        Connection connection = transaction.connection();
        List<String> hashes = new ArrayList<>();
        Head after = before;
        for (AuditWriter.Pending pending : events) {
            long number = after.number() + 1;
            String hash = AuditChain.hash(after.hash(), number, pending.at(), pending.event());
            hashes.add(hash);
            after = new Head(number, hash);
        }
        try (PreparedStatement raise = connection.prepareStatement(
                "UPDATE audit_head SET last_number = ?, last_hash = ? WHERE last_number = ? AND last_hash = ?")) {
            raise.setLong(1, after.number());
            raise.setString(2, after.hash());
            raise.setLong(3, before.number());
            raise.setString(4, before.hash());
            if (raise.executeUpdate() == 0) {
                return Optional.empty();
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO audit_entry"
                + " (entry_number, happened, code, actor, subject, facts, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < events.size(); i++) {
                AuditEvent event = events.get(i).event();
                insert.setLong(1, before.number() + 1 + i);
                insert.setLong(2, events.get(i).at().toEpochMilli());
                insert.setString(3, event.code());
                insert.setString(4, event.actor());
                insert.setString(5, event.subject());
                insert.setString(6, AuditChain.factsToText(event.facts()));
                insert.setString(7, hashes.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return Optional.of(after);
    }

    /**
     * Entries by number, from {@code fromNumber} on.
     *
     * @param limit 1 to 10,000
     */
    public List<AuditEntry> list(long fromNumber, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(
                transaction -> page(transaction.sql(), fromNumber, most).map(AuditTrail::readable));
    }

    private static Result<? extends Record> page(DSLContext sql, long fromNumber, int limit) {
        return sql.select(ENTRY_NUMBER, HAPPENED, CODE, ACTOR, SUBJECT, FACTS, HASH)
                .from(AUDIT_ENTRY)
                .where(ENTRY_NUMBER.ge(fromNumber))
                .orderBy(ENTRY_NUMBER)
                .limit(limit)
                .fetch();
    }

    private static AuditEntry readable(Record row) {
        try {
            return entry(row);
        } catch (IllegalArgumentException e) {
            throw new StoreException(Kind.BROKEN, "audit entry " + row.get(ENTRY_NUMBER) + " was tampered with", e);
        }
    }

    private static AuditEntry entry(Record row) {
        AuditEvent event = new AuditEvent(
                row.get(CODE), row.get(ACTOR), row.get(SUBJECT), AuditChain.factsFromText(row.get(FACTS)));
        return new AuditEntry(row.get(ENTRY_NUMBER), Instant.ofEpochMilli(row.get(HAPPENED)), event, row.get(HASH));
    }

    /** The number of the last entry; 0 when there is none. */
    public long lastNumber() {
        return database.transact(transaction -> {
            try (PreparedStatement select =
                            transaction.connection().prepareStatement("SELECT last_number FROM audit_head");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /**
     * Checks the chain up to the last entry at the time of the call: empty when it is whole, else the number of the first
     * entry that is broken or missing. Entries may be appended meanwhile.
     */
    public OptionalLong verify() {
        Record head = database.transact(transaction -> transaction
                .sql()
                .select(LAST_NUMBER, LAST_HASH)
                .from(AUDIT_HEAD)
                .fetchSingle());
        long last = head.get(LAST_NUMBER);
        String hash = AuditChain.START;
        long expected = 1;
        while (expected <= last) {
            long from = expected;
            int limit = (int) Math.min(PAGE, last - expected + 1);
            Result<? extends Record> rows = database.transact(transaction -> page(transaction.sql(), from, limit));
            for (Record row : rows) {
                if (row.get(ENTRY_NUMBER) != expected || !isWhole(row, hash)) {
                    return OptionalLong.of(expected);
                }
                hash = row.get(HASH);
                expected++;
            }
            if (rows.size() < limit) {
                return OptionalLong.of(expected);
            }
        }
        // A chain that is whole in itself but not the one that was written.
        return hash.equals(head.get(LAST_HASH)) ? OptionalLong.empty() : OptionalLong.of(last);
    }

    private static boolean isWhole(Record row, String before) {
        try {
            AuditEntry entry = entry(row);
            return AuditChain.hash(before, entry.number(), entry.at(), entry.event())
                            .equals(entry.hash())
                    // Reading mends what was never written so: the row itself must be what the event makes.
                    && entry.event().actor().equals(row.get(ACTOR))
                    && entry.event().subject().equals(row.get(SUBJECT))
                    && AuditChain.factsToText(entry.event().facts()).equals(row.get(FACTS));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }

    /** Writes what was given so far, then takes nothing more. */
    void close() {
        writer.close();
    }
}
