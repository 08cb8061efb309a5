package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.derby.iapi.store.access.conglomerate.TransactionManager;
import org.apache.derby.iapi.store.raw.ContainerHandle;
import org.apache.derby.iapi.store.raw.ContainerKey;
import org.apache.derby.iapi.store.raw.Transaction;
import org.apache.derby.iapi.store.raw.data.RawContainerHandle;
import org.apache.derby.impl.jdbc.EmbedConnection;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerbyPagesTest {
    /** Each row fills a page; so many that Derby prepares pages before they are used. */
    private static final int ROWS = 19;

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.openDerby(folder.resolve("database"), 1_000, 4);
        database.transact(
                tx -> tx.sql().execute("CREATE TABLE grown (row INT, filler CHAR(250), more VARCHAR(20000))"));
        for (int row = 0; row < ROWS; row++) {
            insert(row);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aPageInTheWayOfThoseThatAreToComeIsForgotten() throws Exception {
        putNextPageIntoCache();
        assertThatThrownBy(this::insertOnce)
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(DerbyPages.isInTheWay(e)).isTrue());
        insert(ROWS);
        insert(ROWS + 1);
        assertThat(rows()).isEqualTo(ROWS + 2);
    }

    @Test
    void whoReadsTheTableMeanwhileIsWaitedFor() throws Exception {
        putNextPageIntoCache();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection reader = database.connection()) {
            reader.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            Future<?> insert;
            try (PreparedStatement query = reader.prepareStatement("SELECT COUNT(*) FROM grown")) {
                query.executeQuery().next();
                insert = threads.submit(() -> insert(ROWS));
                await().atMost(Duration.ofMinutes(1)).until(this::isAnybodyWaiting);
                assertThat(insert.isDone()).isFalse();
            }
            reader.commit();
            insert.get(1, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
        assertThat(rows()).isEqualTo(ROWS + 1);
    }

    @Test
    void anErrorThatNamesNoPageOfATableIsNotWorthAnother() {
        assertThat(database.isWorthAnother(new SQLException("Page(2,Container(0, 999999))", "XBCA0")))
                .isFalse();
        assertThat(database.isWorthAnother(new SQLException("an object of another cache", "XBCA0")))
                .isFalse();
        assertThat(database.isWorthAnother(new SQLException("Page(2,Container(0, 999999))", "XSDB6")))
                .isFalse();
    }

    private void insert(int row) {
        database.transact(tx -> {
            insert(tx.connection(), row);
            return row;
        });
    }

    private void insertOnce() throws SQLException {
        try (Connection connection = database.connection()) {
            try {
                insert(connection, ROWS);
            } finally {
                connection.rollback();
            }
        }
    }

    private static void insert(Connection connection, int row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO grown VALUES (?, '', ?)")) {
            insert.setInt(1, row);
            insert.setString(2, "x".repeat(20_000));
            insert.executeUpdate();
        }
    }

    private boolean isAnybodyWaiting() {
        return database.transact(
                tx -> tx.sql().fetchExists(DSL.table("syscs_diag.lock_table"), DSL.condition("state = 'WAIT'")));
    }

    private int rows() {
        return database.transact(tx -> tx.sql().fetchCount(DSL.table("grown")));
    }

    /** As it was found: the first page that was prepared behind the last one of the table is in the cache, as it is on disk. */
    private void putNextPageIntoCache() throws Exception {
        try (Connection connection = database.connection()) {
            long container = database.transact(tx -> tx.sql()
                    .fetchOne("SELECT c.conglomeratenumber FROM sys.sysconglomerates c"
                            + " JOIN sys.systables t ON t.tableid = c.tableid WHERE t.tablename = 'GROWN'")
                    .get(0, Long.class));
            Transaction raw = ((TransactionManager) connection
                            .unwrap(EmbedConnection.class)
                            .getLanguageConnection()
                            .getTransactionExecute())
                    .getRawStoreXact();
            RawContainerHandle handle = (RawContainerHandle)
                    raw.openContainer(new ContainerKey(0, container), null, ContainerHandle.MODE_READONLY);
            long last = 0;
            for (var page = handle.getFirstPage(); page != null; ) {
                last = page.getPageNumber();
                page.unlatch();
                page = handle.getNextPage(last);
            }
            handle.getAnyPage(last + 1).unlatch();
            handle.close();
            connection.rollback();
        }
    }
}
