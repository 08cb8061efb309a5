package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * What happened, in order, each entry chained to the one before by SHA-256, so that changing, dropping or inserting one
 * shows. Thread-safe. Who can rewrite the whole table and its head can forge it: keep a copy of the last hash elsewhere.
 */
public final class AuditTrail {
    AuditTrail(Database database, Clock clock) {}

    /**
     * Records an event and returns when it is durable.
     *
     * @return its number
     * @throws io.gongmail.store.StoreException BUSY when it was not written within 10 s; it may be written later
     */
    public long record(AuditEvent event) {
        throw new UnsupportedOperationException();
    }

    /**
     * Records an event without waiting, for event loops: the future completes with its number when it is durable, and with
     * a {@link io.gongmail.store.StoreException} when it cannot be written, at once and BUSY when the queue is full.
     */
    public CompletableFuture<Long> recordSoon(AuditEvent event) {
        throw new UnsupportedOperationException();
    }

    /**
     * Records an event inside a transaction of another room or service: it exists if, and only if, that one commits. Call
     * it last: from here on every other writer of the trail waits for that transaction to end.
     *
     * @return its number
     */
    public long append(Transaction transaction, AuditEvent event) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Entries by number, from {@code fromNumber} on.
     *
     * @param limit at most 10,000
     */
    public List<AuditEntry> list(long fromNumber, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The number of the last entry; 0 when there is none. */
    public long lastNumber() {
        throw new UnsupportedOperationException();
    }

    /** Checks the whole chain: empty when it is whole, else the number of the first entry that is broken or missing. */
    public OptionalLong verify() {
        throw new UnsupportedOperationException();
    }

    void close() {}
}
