package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.StoreException;
import io.gongmail.store.disk.Disk;
import io.gongmail.store.disk.Faults;
import io.gongmail.store.disk.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database opens after whatever stop, with all that was committed. */
class DerbyLogTest {
    private static final int ROWS = 200;
    private static final int LATER = 10;
    private static final int SECTOR = 512;

    /**
     * Where a program stopped with work behind its last checkpoint. The log's only file begins in the middle of a transaction, so that
     * it can be read from there alone.
     */
    private static Disk stopped;

    @BeforeAll
    static void work() throws SQLException, IOException {
        System.setProperty("derby.storage.logSwitchInterval", "100000");
        System.setProperty("derby.storage.checkpointInterval", "100000");
        stopped = new Disk();
        Mount mount = stopped.boot(Faults.none());
        DerbyOnDisk derby = DerbyOnDisk.open(mount);
        try (Connection across = derby.database().connection();
                Statement statement = across.createStatement()) {
            statement.execute(row(0));
            for (int row = 1; row < ROWS - LATER; row++) {
                insert(derby, row);
            }
            checkpoint(derby);
            across.commit();
        }
        checkpoint(derby);
        for (int row = ROWS - LATER; row < ROWS; row++) {
            insert(derby, row);
        }
        // Or files of the log that Derby deleted would be there again.
        DerbySource.syncAll(mount.files().getPath("/db"));
        stopped.losePower(new Random(1));
        derby.close();
    }

    @AfterAll
    static void leaveTheEngineToOthers() {
        System.clearProperty("derby.storage.logSwitchInterval");
        System.clearProperty("derby.storage.checkpointInterval");
        DerbyOnDisk.bootEngine();
    }

    @Test
    void aRecoveryThatIsStoppedAnywhereBeginsAgain() throws Exception {
        Mount whole = stopped.copy().boot(Faults.none());
        DerbySource.syncAll(whole.files().getPath("/db"));
        long first = whole.operations() + 1;
        DerbyOnDisk opened = DerbyOnDisk.open(whole);
        long last = whole.operations() - first + 1; // Opening synced once more.
        opened.close();
        for (long at = first; at <= last; at++) {
            Disk disk = stopped.copy();
            stop(disk.boot(Faults.crash(new Random(at), at)));
            disk.losePower(new Random(at));
            assertThat(rows(disk))
                    .as("stopped in operation %s of %s to %s", at, first, last)
                    .isEqualTo(ROWS);
        }
    }

    private static void stop(Mount mount) {
        try {
            DerbyOnDisk.open(mount).close();
        } catch (StoreException e) {
            assertThat(mount.isCrashed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 4096})
    void aFileOfTheLogThatWasOnlyBegunIsNoObstacle(int octets) throws Exception {
        Disk disk = stopped.copy();
        Path log = disk.boot(Faults.none()).files().getPath("/db/log");
        Path begun = log.resolve("log" + (newest(log) + 1) + ".dat");
        Files.write(begun, new byte[octets]);
        assertThat(rows(disk)).isEqualTo(ROWS);
    }

    /**
     * A write of several sectors of which the first were lost and a later one was not: when the log has grown to it, its record would
     * be one of a transaction that nobody began.
     */
    @Test
    void whatStandsBehindTheEndOfTheLogIsNoPartOfItWhenItGrows() throws Exception {
        Disk disk = stopped.copy();
        Path log = disk.boot(Faults.none()).files().getPath("/db/log");
        Path file = log.resolve("log" + newest(log) + ".dat");
        byte[] octets = Files.readAllBytes(file);
        int end = octets.length;
        while (octets[end - 1] == 0) {
            end--;
        }
        assertThat(octets.length - end).as("room behind the log's end").isGreaterThan(4 * SECTOR);
        int stale = (end / SECTOR + 3) * SECTOR;
        System.arraycopy(octets, end - SECTOR, octets, stale, SECTOR);
        Files.write(file, octets);
        DerbyLog.putRight(log.getParent());
        byte[] after = Files.readAllBytes(file);
        assertThat(Arrays.copyOf(after, end)).isEqualTo(Arrays.copyOf(octets, end));
        assertThat(Arrays.copyOfRange(after, end, after.length)).containsOnly(0);
        assertThat(rows(disk)).isEqualTo(ROWS);
    }

    private static long newest(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("log\\d+\\.dat"))
                    .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
                    .max()
                    .orElseThrow();
        }
    }

    private static int rows(Disk disk) {
        try (DerbyOnDisk derby = DerbyOnDisk.open(disk.boot(Faults.none()))) {
            return derby.database()
                    .transact(tx -> ((Number) tx.sql().fetchValue("SELECT COUNT(*) FROM subscription")).intValue());
        }
    }

    private static void checkpoint(DerbyOnDisk derby) {
        derby.database().transact(tx -> tx.sql().execute("CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()"));
    }

    private static void insert(DerbyOnDisk derby, int number) {
        derby.database().transact(tx -> tx.sql().execute(row(number)));
    }

    private static String row(int number) {
        return "INSERT INTO subscription (user_name, mailbox) VALUES ('hong', '" + "box".repeat(100) + number + "')";
    }
}
