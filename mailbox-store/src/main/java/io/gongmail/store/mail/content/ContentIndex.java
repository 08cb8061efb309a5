package io.gongmail.store.mail.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hash → place. New places wait in memory (bounded by the writer, which flushes) until they are written to the table in
 * one transaction; after a crash they are found again in the segments.
 */
final class ContentIndex {
    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final Map<Sha256, Place> waiting = new ConcurrentHashMap<>();
    private final Cache<Sha256, Place> recent =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    ContentIndex(Database database) {
        this.database = database;
    }

    /** The last place in the table; one of length 0 in segment 0 when it is empty. */
    Place lastKnown() {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT segment, payload_at, octets FROM content"
                            + " WHERE segment = (SELECT MAX(segment) FROM content)"
                            + " ORDER BY segment DESC, payload_at DESC")) {
                query.setMaxRows(1);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? place(row) : new Place(0, 0, 0);
                }
            }
        });
    }

    Optional<Place> find(Sha256 hash) {
        Place known = waiting.get(hash);
        if (known == null) {
            known = recent.getIfPresent(hash);
        }
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Place> stored = database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT segment, payload_at, octets FROM content WHERE sha256 = ?")) {
                query.setBytes(1, hash.octets());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(place(row)) : Optional.empty();
                }
            }
        });
        stored.ifPresent(place -> recent.put(hash, place));
        return stored;
    }

    void add(Sha256 hash, Place place) {
        waiting.put(hash, place);
    }

    int waiting() {
        return waiting.size();
    }

    /** Writes what waits to the table. Only one thread at a time may call it. */
    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        Map<Sha256, Place> batch = new LinkedHashMap<>(waiting);
        database.transact(tx -> {
            insert(tx.connection(), batch);
            return batch.size();
        });
        batch.forEach((hash, place) -> {
            recent.put(hash, place);
            waiting.remove(hash);
        });
    }

    private static void insert(java.sql.Connection connection, Map<Sha256, Place> batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO content (sha256, segment, payload_at, octets) VALUES (?, ?, ?, ?)")) {
            for (Map.Entry<Sha256, Place> entry : batch.entrySet()) {
                insert.setBytes(1, entry.getKey().octets());
                insert.setInt(2, entry.getValue().segment());
                insert.setLong(3, entry.getValue().offset());
                insert.setInt(4, entry.getValue().length());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getInt(1), row.getLong(2), row.getInt(3));
    }
}
