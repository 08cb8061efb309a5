package io.gongmail.store.mail.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what was described when messages arrived, and remembers it within a bound. Thread-safe. */
final class MessageDescriptions {
    /** So many are asked for in one statement. */
    private static final int TOGETHER = 50;
    /** Of an entry beside its octets. */
    private static final int OVERHEAD = 160;

    private static final String SELECT =
            "SELECT sha256, envelope, body_structure FROM shape" + MessageTable.BY_HASH + " WHERE sha256 IN (";
    private static final String SELECT_MANY = SELECT + "?, ".repeat(TOGETHER - 1) + "?)";

    private final Database database;
    private final Cache<Sha256, DescriptionOctets> remembered;

    /** @param most octets that may be remembered */
    MessageDescriptions(Database database, long most) {
        this.database = database;
        this.remembered = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((Sha256 hash, DescriptionOctets octets) -> octets.octets() + OVERHEAD)
                .build();
    }

    /** Of those of {@code contents} that have one. What has none, for it was too large or is older, the reader describes. */
    Map<ContentRef, DescriptionOctets> of(Collection<ContentRef> contents) {
        Map<ContentRef, DescriptionOctets> found = new HashMap<>(contents.size() * 2);
        Map<Sha256, ContentRef> wanted = new HashMap<>();
        for (ContentRef content : contents) {
            DescriptionOctets known = remembered.getIfPresent(content.hash());
            if (known != null) {
                found.put(content, known);
            } else {
                wanted.put(content.hash(), content);
            }
        }
        List<Sha256> hashes = new ArrayList<>(wanted.keySet());
        for (int i = 0; i < hashes.size(); i += TOGETHER) {
            read(hashes.subList(i, Math.min(hashes.size(), i + TOGETHER))).forEach((hash, description) -> {
                remembered.put(hash, description);
                ContentRef content = wanted.get(hash);
                if (content != null) {
                    found.put(content, description);
                }
            });
        }
        return found;
    }

    private Map<Sha256, DescriptionOctets> read(List<Sha256> hashes) {
        String sql = hashes.size() == TOGETHER ? SELECT_MANY : SELECT + "?, ".repeat(hashes.size() - 1) + "?)";
        return database.transact(tx -> {
            Map<Sha256, DescriptionOctets> read = new HashMap<>();
            try (PreparedStatement query = tx.connection().prepareStatement(sql)) {
                for (int i = 0; i < hashes.size(); i++) {
                    query.setBytes(i + 1, hashes.get(i).octets());
                }
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        Optional<DescriptionOctets> octets = DescriptionOctets.read(row.getBytes(2), row.getBytes(3));
                        Sha256 hash = Sha256.of(row.getBytes(1));
                        octets.ifPresent(description -> read.put(hash, description));
                    }
                }
            }
            return read;
        });
    }
}
