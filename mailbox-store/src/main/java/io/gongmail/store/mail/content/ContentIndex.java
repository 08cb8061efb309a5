package io.gongmail.store.mail.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.Through;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hash → place. New places wait in memory (bounded by the writer, which flushes) until they are written to the table in
 * one transaction; after a crash they are found again in the segments.
 */
final class ContentIndex {
    private static final String BY_PLACE = Through.index("CONTENT_PLACE");
    private static final int REMEMBERED = 100_000;

    /** A content and where it stands. */
    record Placed(Sha256 hash, Place place) {}

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
        // Read while the cache holds the entry: a place that is read and then changed does not stay in it.
        return Optional.ofNullable(known == null ? recent.get(hash, this::stored) : known);
    }

    private @Nullable Place stored(Sha256 hash) {
        return database.transact(tx -> {
                    try (PreparedStatement query = tx.connection()
                            .prepareStatement("SELECT segment, payload_at, octets FROM content WHERE sha256 = ?")) {
                        query.setBytes(1, hash.octets());
                        try (ResultSet row = query.executeQuery()) {
                            return row.next() ? Optional.of(place(row)) : Optional.<Place>empty();
                        }
                    }
                })
                .orElse(null);
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

    /** The first {@code limit} of a segment from {@code offset} on, by their places; what still waits is not among them. */
    List<Placed> inSegment(int segment, long offset, int limit) {
        return database.transact(tx -> {
            List<Placed> placed = new ArrayList<>();
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT segment, payload_at, octets, sha256 FROM content" + BY_PLACE
                            + " WHERE segment = ? AND payload_at >= ? ORDER BY segment, payload_at")) {
                query.setInt(1, segment);
                query.setLong(2, offset);
                query.setMaxRows(limit);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        placed.add(new Placed(Sha256.of(row.getBytes(4)), place(row)));
                    }
                }
            }
            return placed;
        });
    }

    /** Tells where copies stand that last. For the writer's thread, which has nothing waiting that stands before them. */
    void move(Map<Sha256, Place> copies) {
        flush();
        database.transact(tx -> {
            try (PreparedStatement update = tx.connection()
                    .prepareStatement("UPDATE content SET segment = ?, payload_at = ? WHERE sha256 = ?")) {
                for (Map.Entry<Sha256, Place> copy : copies.entrySet()) {
                    update.setInt(1, copy.getValue().segment());
                    update.setLong(2, copy.getValue().offset());
                    update.setBytes(3, copy.getKey().octets());
                    update.addBatch();
                }
                update.executeBatch();
            }
            return copies.size();
        });
        recent.invalidateAll(copies.keySet());
    }

    /** These are nowhere any more. */
    void remove(Collection<Sha256> hashes) {
        database.transact(tx -> {
            try (PreparedStatement delete = tx.connection().prepareStatement("DELETE FROM content WHERE sha256 = ?")) {
                for (Sha256 hash : hashes) {
                    delete.setBytes(1, hash.octets());
                    delete.addBatch();
                }
                delete.executeBatch();
            }
            return hashes.size();
        });
        recent.invalidateAll(hashes);
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
