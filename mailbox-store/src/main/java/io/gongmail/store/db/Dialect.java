package io.gongmail.store.db;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.SQLDialect;

/** What differs between the databases, as one row each. */
public enum Dialect {
    DERBY(
            SQLDialect.DERBY,
            List.of("classpath:db/derby"),
            Map.of(
                    "bytes", "VARCHAR(32000) FOR BIT DATA",
                    "hash", "CHAR(32) FOR BIT DATA",
                    "text", "VARCHAR(32000)",
                    "large_bytes", "BLOB(64M)",
                    "instant", "TIMESTAMP"),
            table -> List.of(
                    "CALL SYSCS_UTIL.SYSCS_COMPRESS_TABLE(CURRENT SCHEMA, '" + table.toUpperCase(Locale.ROOT) + "', 1)",
                    // The file of the log that holds what was before is dropped only once the next one was begun, at 1
                    // MiB.
                    "CREATE TABLE scrap (filler VARCHAR(32000))",
                    "INSERT INTO scrap VALUES '" + "0".repeat(32_000) + "'",
                    "INSERT INTO scrap SELECT filler FROM scrap",
                    "INSERT INTO scrap SELECT filler FROM scrap",
                    "INSERT INTO scrap SELECT filler FROM scrap",
                    "INSERT INTO scrap SELECT filler FROM scrap",
                    "INSERT INTO scrap SELECT filler FROM scrap",
                    "INSERT INTO scrap SELECT filler FROM scrap",
                    "DROP TABLE scrap",
                    "CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()",
                    "CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()")),
    POSTGRESQL(
            SQLDialect.POSTGRES,
            List.of("classpath:db/postgresql"),
            Map.of(
                    "bytes", "BYTEA",
                    "hash", "BYTEA",
                    "text", "TEXT",
                    "large_bytes", "BYTEA",
                    "instant", "TIMESTAMP"),
            table -> List.of("VACUUM FULL " + table));

    private static final String FOR_ALL = "classpath:db/migration";

    private final SQLDialect jooq;
    private final List<String> ownMigrations;
    private final Map<String, String> placeholders;
    private final Function<String, List<String>> rewriting;

    Dialect(
            SQLDialect jooq,
            List<String> ownMigrations,
            Map<String, String> placeholders,
            Function<String, List<String>> rewriting) {
        this.jooq = jooq;
        this.ownMigrations = ownMigrations;
        this.placeholders = placeholders;
        this.rewriting = rewriting;
    }

    SQLDialect jooq() {
        return jooq;
    }

    /** Where the migrations are: those for all, and those that this one needs between them. */
    String[] migrations() {
        return Stream.concat(Stream.of(FOR_ALL), ownMigrations.stream()).toArray(String[]::new);
    }

    /** Placeholders of the migrations, {@code ${bytes}} and so on. */
    Map<String, String> placeholders() {
        return placeholders;
    }

    /** What writes a table anew, one statement after the other, outside of a transaction. */
    List<String> rewriting(String table) {
        return rewriting.apply(table);
    }
}
