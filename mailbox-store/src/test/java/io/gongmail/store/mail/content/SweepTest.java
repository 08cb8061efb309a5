package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final int LARGE = ContentStore.LARGEST_IN_SEGMENT + 1;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final SweepSettings BY_COMMAND = new SweepSettings(Duration.ZERO, 50, 1L << 40);

    @TempDir
    static Path databaseFolder;

    private static Database database;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final Referring referring = new Referring();

    /** Rows, as it were. */
    private static final class Referring implements References {
        final Set<Sha256> rows = ConcurrentHashMap.newKeySet();
        final Set<Sha256> forgotten = ConcurrentHashMap.newKeySet();
        Runnable meanwhile = () -> {};

        @Override
        public void each(Consumer<Sha256> told) {
            rows.forEach(told);
            meanwhile.run();
        }

        @Override
        public void forget(Set<Sha256> going) {
            forgotten.addAll(going);
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

    @BeforeEach
    void emptyTable() {
        database.transact(tx -> tx.sql().execute("DELETE FROM content"));
    }

    @Test
    void whatNobodyRefersToGoesAndTheRestIsReadWhereItIsNow() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            List<ContentRef> kept = new ArrayList<>();
            List<ContentRef> gone = new ArrayList<>();
            for (int size : List.of(10, 300_000, LARGE, LARGE + 2, LARGE + 1, 500_000, 20, 600_000)) {
                ((kept.size() + gone.size()) % 2 == 0 ? kept : gone).add(put(store, size));
            }
            kept.forEach(ref -> referring.rows.add(ref.hash()));

            Swept swept = sweeper.compact(100).get();

            assertThat(swept.step()).isEqualTo(Swept.Step.DONE);
            assertThat(swept.removed()).isEqualTo(4);
            for (ContentRef ref : gone) {
                assertThat(store.exists(ref)).isFalse();
                assertThatThrownBy(() -> store.open(ref)).isInstanceOf(NoSuchFileException.class);
                assertThat(referring.forgotten).contains(ref.hash());
            }
            for (ContentRef ref : kept) {
                assertThat(store.open(ref).readAllBytes()).isEqualTo(bytes((int) ref.size()));
            }
            long octets = kept.stream()
                    .filter(ref -> ref.size() < LARGE)
                    .mapToLong(ref -> Frame.HEAD + ref.size())
                    .sum();
            assertThat(octetsIn("segments")).isBetween(octets, octets + 3 * Frame.SEGMENT_MAGIC.length);
            assertThat(octetsIn("large")).isEqualTo(2 * LARGE + 1);
        }
        try (ContentStore store = open(Duration.ZERO)) {
            for (Sha256 hash : referring.rows) {
                assertThat(store.open(store.find(hash).orElseThrow()).readAllBytes())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void whatWasPutReadOrLetGoWithinTheGraceStays() throws Exception {
        try (ContentStore store = open(HOUR);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            ContentRef put = put(store, 10);
            ContentRef read = put(store, 11);
            ContentRef letGo = put(store, LARGE);
            ContentRef untouched = put(store, LARGE + 1);
            nanos.addAndGet(HOUR.toNanos() * 2);
            put(store, 10);
            store.open(read).close();
            store.claim(letGo.hash());
            nanos.addAndGet(HOUR.toNanos() - 1);
            assertThat(sweeper.compact(100).get().removed()).isEqualTo(1);
            assertThat(Stream.of(put, read, letGo).map(ContentRef::hash).map(referring.forgotten::contains))
                    .containsOnly(false);
            assertThat(referring.forgotten).containsOnly(untouched.hash());

            nanos.addAndGet(HOUR.toNanos() * 2);
            assertThat(sweeper.compact(100).get().removed()).isEqualTo(3);
        }
    }

    @Test
    void nothingGoesBeforeTheStoreWasOpenForAsLongAsTheGrace() throws Exception {
        ContentRef ref;
        try (ContentStore store = open(HOUR)) {
            ref = put(store, 10);
        }
        nanos.addAndGet(HOUR.toNanos() * 3);
        try (ContentStore store = open(HOUR);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            nanos.addAndGet(HOUR.toNanos() - 1);
            assertThat(sweeper.compact(100).get().removed()).isZero();
            nanos.addAndGet(1);
            assertThat(sweeper.compact(100).get().removed()).isEqualTo(1);
            assertThat(store.exists(ref)).isFalse();
        }
    }

    @Test
    void whatIsClaimedWhileReferencesAreReadStays() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            ContentRef small = put(store, 10);
            ContentRef large = put(store, LARGE);
            referring.meanwhile = () -> {
                store.exists(small);
                put(store, LARGE);
            };
            assertThat(sweeper.compact(100).get().removed()).isZero();
            referring.meanwhile = () -> {};
            assertThat(sweeper.compact(100).get().removed()).isEqualTo(2);
            assertThat(store.exists(large)).isFalse();
        }
    }

    @Test
    void aSweepWaitsForTheRowsThatAreBeingMade() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            CompletableFuture<Swept> swept;
            ContentRef ref;
            try (Entry entry = store.entering()) {
                ref = put(store, LARGE);
                swept = sweeper.compact(100);
                waitsIn("awaitThoseBefore", swept);
                referring.rows.add(ref.hash());
            }
            assertThat(swept.get().removed()).isZero();
            assertThat(store.exists(ref)).isTrue();
        }
    }

    @Test
    void whileSomebodyHoldsNothingGoesOrMoves() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            put(store, LARGE);
            put(store, 300_000);
            referring.rows.add(put(store, 400_000).hash());
            CompletableFuture<Swept> swept;
            try (Hold first = store.hold()) {
                Hold second = store.hold();
                second.close();
                second.close();
                swept = sweeper.compact(100);
                waitsIn("begin", swept);
                assertThat(referring.forgotten).isEmpty();
                assertThat(octetsIn("large")).isEqualTo(LARGE);
                assertThat(folder.resolve("segments/00000001.seg")).exists();
            }
            assertThat(swept.get().removed()).isEqualTo(2);
            assertThat(folder.resolve("segments/00000001.seg")).doesNotExist();
        }
    }

    @Test
    void whoIsReadingReadsOnWhereItMovedTo() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            ContentRef ref = put(store, 300_000);
            put(store, 400_000);
            referring.rows.add(ref.hash());
            try (InputStream reading = store.open(ref)) {
                byte[] begun = reading.readNBytes(100_000);
                assertThat(sweeper.compact(100).get().moved()).isEqualTo(1);
                assertThat(folder.resolve("segments/00000001.seg")).doesNotExist();
                byte[] rest = reading.readAllBytes();
                assertThat(begun.length + rest.length).isEqualTo(300_000);
            }
        }
    }

    @Test
    void aSegmentThatIsMostlyWantedStaysAndOneWhollyUnwantedGoes() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            referring.rows.add(put(store, 600_000).hash());
            put(store, 400_000);
            put(store, 900_000);
            put(store, 910_000);
            Swept swept = sweeper.compact(50).get();
            assertThat(swept.removed()).isEqualTo(2);
            assertThat(swept.moved()).isZero();
            assertThat(swept.files()).isEqualTo(2);
            assertThat(folder.resolve("segments/00000001.seg")).exists();
        }
    }

    @Test
    void whatIsDamagedStaysWhereItIsAndItsNeighboursMove() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            ContentRef damaged = put(store, 300_000);
            put(store, 400_000);
            ContentRef neighbour = put(store, 200_000);
            referring.rows.addAll(List.of(damaged.hash(), neighbour.hash()));
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve("segments/00000001.seg").toFile(), "rw")) {
                file.seek(1_000);
                file.write(file.read() ^ 1);
            }
            Swept swept = sweeper.compact(100).get();
            assertThat(swept.damaged()).isEqualTo(1);
            assertThat(swept.moved()).isEqualTo(1);
            assertThat(store.open(neighbour).readAllBytes()).isEqualTo(bytes(200_000));
            assertThat(folder.resolve("segments/00000001.seg")).exists();
            assertThat(store.exists(damaged)).isTrue();
        }
    }

    @Test
    void itSweepsByItselfToo() throws Exception {
        try (ContentStore store = open(Duration.ZERO)) {
            put(store, LARGE);
            try (Sweeper sweeper = store.sweeper(referring, new SweepSettings(Duration.ofMillis(1), 50, 1L << 40))) {
                // What goes while it is counted is not there to be counted.
                await().atMost(LIMIT).ignoreExceptions().until(() -> octetsIn("large") == 0);
            }
        }
    }

    @Test
    void whatWasRemovedCanBePutAgain() throws Exception {
        try (ContentStore store = open(Duration.ZERO);
                Sweeper sweeper = store.sweeper(referring, BY_COMMAND)) {
            ContentRef small = put(store, 10);
            ContentRef large = put(store, LARGE);
            sweeper.compact(100).get();
            assertThat(put(store, 10)).isEqualTo(small);
            assertThat(put(store, LARGE)).isEqualTo(large);
            assertThat(store.open(small).readAllBytes()).hasSize(10);
            assertThat(store.open(large).readAllBytes()).hasSize(LARGE);
        }
    }

    /** Returns when the sweeper's thread waits in a method of that name. */
    private static void waitsIn(String method, CompletableFuture<Swept> swept) {
        await().atMost(LIMIT).until(() -> {
            assertThat(swept).isNotDone();
            return Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().equals("content-sweeper"))
                    .filter(thread -> thread.getKey().getState().name().endsWith("WAITING"))
                    .flatMap(thread -> Stream.of(thread.getValue()))
                    .anyMatch(frame -> frame.getMethodName().equals(method));
        });
    }

    private ContentStore open(Duration grace) {
        return ContentStore.open(database, folder, 1L << 20, grace, nanos::get, ContentKeys.NONE);
    }

    private long octetsIn(String below) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            long octets = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                octets += Files.size(file);
            }
            return octets;
        }
    }

    private static ContentRef put(ContentStore store, int size) {
        try {
            return store.put(new ByteArrayInputStream(bytes(size))).get();
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
