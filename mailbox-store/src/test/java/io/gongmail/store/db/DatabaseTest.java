package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    @Test
    void whatWasCommittedIsThereAfterReopening() {
        try (Database database = open()) {
            database.transact(tx -> tx.sql().execute("CREATE TABLE kept (id BIGINT NOT NULL)"));
            database.transact(tx -> tx.sql().execute("INSERT INTO kept VALUES (7)"));
        }
        try (Database database = open()) {
            assertThat(kept(database)).isEqualTo(1);
        }
    }

    @Test
    void whatDerbyOnceCountedIsForgottenAtTheNextStart() {
        try (Database database = open()) {
            database.transact(tx -> tx.sql()
                    .execute("CREATE TABLE kept (id BIGINT NOT NULL, part BIGINT NOT NULL, PRIMARY KEY (id, part))"));
            database.transact(tx -> tx.sql().execute("INSERT INTO kept VALUES (7, 1)"));
            database.transact(
                    tx -> tx.sql().execute("CALL SYSCS_UTIL.SYSCS_UPDATE_STATISTICS(CURRENT SCHEMA, 'KEPT', NULL)"));
            assertThat(counted(database)).isPositive();
        }
        try (Database database = open()) {
            assertThat(counted(database)).isZero();
            assertThat(kept(database)).isEqualTo(1);
        }
    }

    private static int counted(Database database) {
        return database.transact(tx -> tx.sql().fetchCount(DSL.table("sys.sysstatistics")));
    }

    @Test
    void workThatThrowsLeavesNoTrace() {
        try (Database database = open()) {
            database.transact(tx -> tx.sql().execute("CREATE TABLE kept (id BIGINT NOT NULL)"));
            assertThatThrownBy(() -> database.transact(tx -> {
                        tx.sql().execute("INSERT INTO kept VALUES (7)");
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(kept(database)).isZero();
        }
    }

    @Test
    void aDeadlockIsRunAgain() {
        try (Database database = open()) {
            AtomicInteger runs = new AtomicInteger();
            int result = database.transact(tx -> {
                if (runs.incrementAndGet() < 3) {
                    throw new SQLException("victim", "40001");
                }
                return 42;
            });
            assertThat(result).isEqualTo(42);
            assertThat(runs).hasValue(3);
        }
    }

    @Test
    void whoRemembersHearsOfTheEndHoweverItCame() {
        try (Database database = open()) {
            database.transact(tx -> tx.sql().execute("CREATE TABLE kept (id BIGINT NOT NULL)"));
            List<String> heard = new ArrayList<>();
            AtomicInteger runs = new AtomicInteger();
            database.transact(tx -> {
                tx.afterwards(() -> heard.add("ended with " + kept(database)));
                tx.sql().execute("INSERT INTO kept VALUES (7)");
                heard.add("done");
                if (runs.incrementAndGet() == 1) {
                    throw new SQLException("victim", "40001");
                }
                return true;
            });
            assertThat(heard).containsExactly("done", "ended with 0", "done", "ended with 1");
            assertThatThrownBy(() -> database.transact(tx -> {
                        tx.afterwards(() -> heard.add("failed"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(heard).endsWith("failed");
        }
    }

    @Test
    void aDeadlockThatStaysIsToldAsBusy() {
        try (Database database = open()) {
            assertThatThrownBy(() -> database.transact(tx -> {
                        throw new SQLException("victim", "40001");
                    }))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY));
        }
    }

    private static int kept(Database database) {
        return database.transact(tx -> tx.sql().fetchCount(DSL.table("kept")));
    }

    private Database open() {
        return Database.openDerby(folder.resolve("db"), 1_000, 4);
    }
}
