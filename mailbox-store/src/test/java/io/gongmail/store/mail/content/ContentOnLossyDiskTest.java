package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.disk.Disk;
import io.gongmail.store.disk.Faults;
import io.gongmail.store.disk.Mount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content store on a disk that loses what was not synced; its table is on a good one. */
class ContentOnLossyDiskTest {
    private static final int LARGE = ContentStore.LARGEST_IN_SEGMENT + 1;

    @TempDir
    static Path databaseFolder;

    private static Database database;

    private final Disk disk = new Disk();

    @BeforeAll
    static void openDatabase() {
        database = FreshDatabase.openDerby(databaseFolder.resolve("db"), 1_000, 4);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTable() {
        database.transact(tx -> tx.sql().execute("DELETE FROM content"));
    }

    @Test
    void whatWasKeptOutlivesALossOfPowerWhateverElseIsLost() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Disk fresh = new Disk();
            ContentRef small;
            ContentRef large;
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                small = put(store, "small");
                large = store.put(new ByteArrayInputStream(new byte[LARGE])).get();
                fresh.losePower(new Random(seed));
            }
            emptyTable();
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                assertThat(store.open(small).readAllBytes()).hasSize(5);
                assertThat(store.open(large).readAllBytes()).hasSize(LARGE);
            }
            emptyTable();
        }
    }

    @Test
    void whatAKilledProcessWroteIsKeptBeforeItIsTakenForKept() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Disk fresh = new Disk();
            Mount first = fresh.boot(Faults.none());
            open(first).close();
            long opening = operationsOfAnotherOpening(fresh);
            // The write is one operation, the sync that does not come any more the next.
            try (ContentStore killed = open(fresh.boot(Faults.crash(new Random(seed), opening + 2)))) {
                assertThatThrownBy(() -> put(killed, "written")).hasMessageContaining("off");
            }
            fresh.killPrograms();
            ContentRef ref;
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                ref = put(store, "written");
                fresh.losePower(new Random(seed));
            }
            emptyTable();
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                assertThat(store.open(ref).readAllBytes()).hasSize(7);
            }
            emptyTable();
        }
    }

    @Test
    void aFolderThatAKilledProcessMadeLastsBeforeAFileInItIsKept() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Disk fresh = new Disk();
            open(fresh.boot(Faults.none())).close();
            Mount killed = fresh.boot(Faults.none());
            try (ContentStore store = open(killed)) {
                String hash = Sha256.of(Sha256.digest().digest(new byte[LARGE])).hex();
                java.nio.file.Files.createDirectory(
                        killed.files().getPath("/home/content/large", hash.substring(0, 2)));
            }
            fresh.killPrograms();
            ContentRef ref;
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                ref = store.put(new ByteArrayInputStream(new byte[LARGE])).get();
                fresh.losePower(new Random(seed));
            }
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                assertThat(store.open(ref).readAllBytes()).hasSize(LARGE);
            }
        }
    }

    @Test
    void afterASyncThatFailedNothingIsKeptUntilTheStoreIsOpenedAgain() throws Exception {
        open(disk.boot(Faults.none())).close();
        long opening = operationsOfAnotherOpening(disk);
        ContentRef kept;
        try (ContentStore store = open(disk.boot(Faults.failedSync(new Random(1), opening + 4)))) {
            kept = put(store, "kept");
            assertThatThrownBy(() -> put(store, "lost")).hasMessageContaining("Input/output error");
            assertThatThrownBy(() -> put(store, "more"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BROKEN))
                    .hasMessageContaining("started again");
            assertThatThrownBy(() -> store.put(new ByteArrayInputStream(new byte[LARGE])))
                    .isInstanceOf(StoreException.class);
            assertThat(store.open(kept).readAllBytes()).hasSize(4);
        }
        try (ContentStore store = open(disk.boot(Faults.none()))) {
            put(store, "more");
            assertThat(store.open(kept).readAllBytes()).hasSize(4);
        }
    }

    @Test
    void whatAFailedSyncLeftInMemoryIsWrittenAgainAtTheNextOpening() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Disk fresh = new Disk();
            open(fresh.boot(Faults.none())).close();
            long opening = operationsOfAnotherOpening(fresh);
            try (ContentStore store = open(fresh.boot(Faults.failedSync(new Random(seed), opening + 2)))) {
                assertThatThrownBy(() -> put(store, "dropped")).hasMessageContaining("Input/output error");
            }
            // The process ends and the machine goes on: the system still shows what it dropped.
            fresh.killPrograms();
            ContentRef ref;
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                ref = put(store, "dropped");
                fresh.losePower(new Random(seed));
            }
            emptyTable();
            try (ContentStore store = open(fresh.boot(Faults.none()))) {
                assertThat(store.open(ref).readAllBytes()).hasSize(7);
            }
            emptyTable();
        }
    }

    @Test
    void aFullDiskRefusesAndRoomLetsInAlsoWhereASegmentBegins() throws Exception {
        open(disk.boot(Faults.none())).close();
        long opening = operationsOfAnotherOpening(disk);
        byte[] almostAll = new byte[ContentStore.LARGEST_IN_SEGMENT - 100];
        // The first message is two operations; the second needs a new segment, for which there is no room at first.
        try (ContentStore store = open(disk.boot(Faults.full(new Random(2), opening + 3, opening + 5)))) {
            store.put(new ByteArrayInputStream(almostAll)).get();
            assertThatThrownBy(() -> put(store, "x".repeat(1_000)))
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
            ContentRef ref = put(store, "x".repeat(1_000));
            assertThat(store.open(ref).readAllBytes()).hasSize(1_000);
        }
    }

    @Test
    void damageBeforeOthersThatAreInNoTableYetCostsOneMessage() throws Exception {
        ContentRef damaged;
        ContentRef after;
        Mount mount = disk.boot(Faults.none());
        try (ContentStore store = open(mount)) {
            damaged = put(store, "damaged");
            after = put(store, "after it");
            disk.killPrograms();
        }
        emptyTable();
        try (FileChannel segment = segment()) {
            segment.write(ByteBuffer.wrap(new byte[] {'X'}), Frame.SEGMENT_MAGIC.length + Frame.HEAD);
        }
        try (ContentStore store = open(disk.boot(Faults.none()))) {
            assertThat(store.open(after).readAllBytes()).hasSize(8);
            assertThatThrownBy(() -> store.open(damaged).readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(damaged.hash().hex());
        }
    }

    @Test
    void aFrameThatSomebodyWroteIntoAMessageIsNotTakenForWhatItClaims() throws Exception {
        ContentRef claimed =
                new ContentRef(Sha256.of(Sha256.digest().digest("mine".getBytes(StandardCharsets.US_ASCII))), 5);
        ByteBuffer forged = ByteBuffer.allocate(Frame.HEAD + 5);
        Frame.write(forged, claimed.hash(), 0, "other".getBytes(StandardCharsets.US_ASCII), 5);
        try (ContentStore store = open(disk.boot(Faults.none()))) {
            store.put(new ByteArrayInputStream(forged.array())).get();
            disk.killPrograms();
        }
        emptyTable();
        try (FileChannel segment = segment()) {
            segment.write(ByteBuffer.wrap(new byte[] {'X'}), Frame.SEGMENT_MAGIC.length);
        }
        try (ContentStore store = open(disk.boot(Faults.none()))) {
            assertThat(store.exists(claimed)).isFalse();
        }
    }

    private FileChannel segment() throws IOException {
        return FileChannel.open(
                disk.boot(Faults.none()).files().getPath("/home/content/segments/00000001.seg"),
                StandardOpenOption.WRITE);
    }

    private static long operationsOfAnotherOpening(Disk disk) throws IOException {
        Mount mount = disk.boot(Faults.none());
        open(mount).close();
        return mount.operations();
    }

    private static ContentStore open(Mount mount) {
        return ContentStore.open(database, mount.files().getPath("/home/content"), 1L << 20);
    }

    private static ContentRef put(ContentStore store, String text) throws Exception {
        return store.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                .get();
    }
}
