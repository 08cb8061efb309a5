package io.gongmail.store.db;

import java.util.Map;
import org.jooq.SQLDialect;

/** What differs between the databases, as one row each. */
public enum Dialect {
    DERBY(
            SQLDialect.DERBY,
            Map.of(
                    "bytes", "VARCHAR(32000) FOR BIT DATA",
                    "hash", "CHAR(32) FOR BIT DATA",
                    "text", "VARCHAR(32000)",
                    "large_bytes", "BLOB(64M)",
                    "instant", "TIMESTAMP")),
    POSTGRESQL(
            SQLDialect.POSTGRES,
            Map.of(
                    "bytes", "BYTEA",
                    "hash", "BYTEA",
                    "text", "TEXT",
                    "large_bytes", "BYTEA",
                    "instant", "TIMESTAMP"));

    private final SQLDialect jooq;
    private final Map<String, String> placeholders;

    Dialect(SQLDialect jooq, Map<String, String> placeholders) {
        this.jooq = jooq;
        this.placeholders = placeholders;
    }

    SQLDialect jooq() {
        return jooq;
    }

    /** Placeholders of the migrations, {@code ${bytes}} and so on. */
    Map<String, String> placeholders() {
        return placeholders;
    }
}
