package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.disk.Disk;
import io.gongmail.store.disk.Faults;
import io.gongmail.store.disk.Mount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that ends in each of its operations on the disk, by the end of the process or a loss of power. */
class SweepOnLossyDiskTest {
    private static final int LARGE = ContentStore.LARGEST_IN_SEGMENT + 1;

    @TempDir
    static Path databaseFolder;

    private static Database database;

    /** Rows, as it were. */
    private record Referring(Set<Sha256> rows) implements References {
        @Override
        public void each(Consumer<Sha256> told) {
            rows.forEach(told);
        }

        @Override
        public void forget(Set<Sha256> going) {
            assertThat(rows).doesNotContainAnyElementsOf(going);
        }
    }

    @BeforeAll
    static void openDatabase() {
        database = FreshDatabase.openDerby(databaseFolder.resolve("db"), 1_000, 4);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void whereverASweepEndsWhatIsReferredToIsWholeAndTheNextRemovesTheRest() throws Exception {
        for (boolean power : new boolean[] {true, false}) {
            int operation = 1;
            while (endsIn(operation, power)) {
                operation++;
            }
            // Deleting a large file, two moves with a sync each, two segments begun and two deleted.
            assertThat(operation).isGreaterThan(10);
        }
    }

    /** False when the sweep was done before it came to that many operations. */
    private static boolean endsIn(int operation, boolean power) throws Exception {
        database.transact(tx -> tx.sql().execute("DELETE FROM content"));
        Disk disk = new Disk();
        List<ContentRef> kept = new ArrayList<>();
        try (ContentStore store = open(disk.boot(Faults.none()))) {
            kept.add(put(store, 300_000));
            put(store, 300_001);
            kept.add(put(store, 300_002));
            kept.add(put(store, 500_000));
            put(store, LARGE);
            put(store, 500_001);
            kept.add(put(store, LARGE + 1));
        }
        Referring referring =
                new Referring(Set.copyOf(kept.stream().map(ContentRef::hash).toList()));
        Mount opening = disk.boot(Faults.none());
        open(opening).close();
        Random random = new Random(operation);
        Mount mount = disk.boot(Faults.crash(random, opening.operations() + operation));
        boolean ended = false;
        try (ContentStore store = open(mount);
                Sweeper sweeper = sweep(store, referring)) {
            sweeper.compact(100).get();
        } catch (ExecutionException | RuntimeException e) {
            ended = true;
        }
        if (power) {
            disk.losePower(random);
        } else {
            disk.killPrograms();
        }
        Mount again = disk.boot(Faults.none());
        try (ContentStore store = open(again);
                Sweeper sweeper = sweep(store, referring)) {
            allAreRead(store, kept);
            assertThat(sweeper.compact(100).get().step()).isEqualTo(Swept.Step.DONE);
            allAreRead(store, kept);
            long octets = kept.stream()
                    .filter(ref -> ref.size() < LARGE)
                    .mapToLong(ref -> Frame.HEAD + ref.size())
                    .sum();
            Path folder = again.files().getPath("/home/content");
            assertThat(octetsIn(folder.resolve("segments"))).isBetween(octets, octets + 4 * Frame.SEGMENT_MAGIC.length);
            assertThat(octetsIn(folder.resolve("large"))).isEqualTo(LARGE + 1);
            put(store, 10);
        }
        try (ContentStore store = open(disk.boot(Faults.none()))) {
            allAreRead(store, kept);
        }
        return ended;
    }

    private static void allAreRead(ContentStore store, List<ContentRef> kept) throws IOException {
        for (ContentRef ref : kept) {
            assertThat(store.open(ref).readAllBytes()).hasSize((int) ref.size());
        }
    }

    private static long octetsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long octets = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                octets += Files.size(file);
            }
            return octets;
        }
    }

    private static Sweeper sweep(ContentStore store, References references) {
        return store.sweeper(references, new SweepSettings(Duration.ZERO, 50, 1L << 40));
    }

    private static ContentStore open(Mount mount) {
        return ContentStore.open(
                database,
                mount.files().getPath("/home/content"),
                1L << 20,
                Duration.ZERO,
                System::nanoTime,
                ContentKeys.NONE);
    }

    private static ContentRef put(ContentStore store, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return store.put(new ByteArrayInputStream(bytes)).get();
    }
}
