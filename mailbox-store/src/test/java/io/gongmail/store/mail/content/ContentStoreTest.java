package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
    private static final long SEGMENT = 1L << 20;

    @TempDir
    static Path databaseFolder;

    private static Database database;

    @TempDir
    Path folder;

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
    void whatWasPutIsReadBackWholeAndInRanges() throws Exception {
        try (ContentStore store = open()) {
            ContentRef ref = put(store, "hello world");
            assertThat(text(store.open(ref))).isEqualTo("hello world");
            assertThat(text(store.openRange(ref, 6, 3))).isEqualTo("wor");
            assertThat(text(store.openRange(ref, 6, 100))).isEqualTo("world");
            assertThat(text(store.openRange(ref, 100, 1))).isEmpty();
            assertThat(store.exists(ref)).isTrue();
        }
    }

    @Test
    void nothingAtAllCanBeKeptToo() throws Exception {
        try (ContentStore store = open()) {
            ContentRef ref = put(store, "");
            assertThat(text(store.open(ref))).isEmpty();
        }
    }

    @Test
    void aLargeMessageGoesIntoAFileOfItsOwnAndLeavesNoSpool() throws Exception {
        byte[] large = random(3 * 1024 * 1024 + 7);
        ContentRef ref;
        try (ContentStore store = open()) {
            ref = store.put(new ByteArrayInputStream(large)).get();
            assertThat(store.put(new ByteArrayInputStream(large)).get()).isEqualTo(ref);
        }
        try (ContentStore store = open()) {
            assertThat(store.open(ref).readAllBytes()).isEqualTo(large);
            assertThat(store.openRange(ref, 5, 10).readAllBytes())
                    .isEqualTo(java.util.Arrays.copyOfRange(large, 5, 15));
        }
        assertThat(folder.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void theSizesAroundTheLimitAreReadBack() throws Exception {
        try (ContentStore store = open()) {
            for (int size : List.of(
                    16 * 1024,
                    16 * 1024 + 1,
                    ContentStore.LARGEST_IN_SEGMENT - 1,
                    ContentStore.LARGEST_IN_SEGMENT,
                    ContentStore.LARGEST_IN_SEGMENT + 1)) {
                byte[] bytes = random(size);
                ContentRef ref = store.put(new ByteArrayInputStream(bytes)).get();
                assertThat(ref.size()).isEqualTo(size);
                assertThat(store.open(ref).readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void theSameBytesAreKeptOnce() throws Exception {
        try (ContentStore store = open()) {
            ContentRef ref = put(store, "same");
            long size = segmentOctets();
            assertThat(put(store, "same")).isEqualTo(ref);
            assertThat(segmentOctets()).isEqualTo(size);
        }
        try (ContentStore store = open()) {
            long size = segmentOctets();
            put(store, "same");
            assertThat(segmentOctets()).isEqualTo(size);
        }
    }

    @Test
    void manyAtOnceShareASync() throws Exception {
        try (ContentStore store = open()) {
            List<CompletableFuture<ContentRef>> puts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                puts.add(store.put(new ByteArrayInputStream(("message " + i).getBytes(StandardCharsets.UTF_8))));
            }
            for (CompletableFuture<ContentRef> put : puts) {
                put.get();
            }
            assertThat(store.syncs()).isLessThan(500);
        }
    }

    @Test
    void whatWasAcknowledgedIsThereWhenNothingWasClosed() throws Exception {
        // Not closed, like a killed process, and its table is another: it writes the places there when nothing comes
        // for a moment, and one that was killed does not.
        try (Database another = FreshDatabase.openDerby(databaseFolder.resolve("killed"), 1_000, 4);
                ContentStore killed = ContentStore.open(another, folder, SEGMENT)) {
            ContentRef first = put(killed, "first");
            ContentRef second = put(killed, "second");
            try (ContentStore store = open()) {
                assertThat(text(store.open(first))).isEqualTo("first");
                assertThat(text(store.open(second))).isEqualTo("second");
            }
        }
    }

    @Test
    void aTornEndIsCutOffAndWhatComesBeforeAndAfterItIsRead() throws Exception {
        ContentRef before;
        try (ContentStore store = open()) {
            before = put(store, "before");
        }
        Path segment = segment(1);
        long whole = Files.size(segment);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(whole);
            file.write("GMC1 half a frame".getBytes(StandardCharsets.US_ASCII));
        }
        try (ContentStore store = open()) {
            assertThat(Files.size(segment)).isEqualTo(whole);
            ContentRef after = put(store, "after");
            assertThat(text(store.open(before))).isEqualTo("before");
            assertThat(text(store.open(after))).isEqualTo("after");
        }
        try (Stream<Path> torn = Files.list(folder.resolve("torn"))) {
            assertThat(torn).hasSize(1);
        }
    }

    @Test
    void aChangedOctetIsNoticedWhenAllIsRead() throws Exception {
        ContentRef ref;
        try (ContentStore store = open()) {
            ref = put(store, "precious");
        }
        try (RandomAccessFile file = new RandomAccessFile(segment(1).toFile(), "rw")) {
            file.seek(file.length() - 1);
            file.write('X');
        }
        try (ContentStore store = open()) {
            assertThatThrownBy(() -> store.open(ref).readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(ref.hash().hex());
        }
    }

    @Test
    void aSegmentShorterThanTheTableSaysStopsTheOpening() throws Exception {
        try (ContentStore store = open()) {
            put(store, "precious");
        }
        try (RandomAccessFile file = new RandomAccessFile(segment(1).toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("shorter");
    }

    @Test
    void aFullSegmentIsFollowedByAnother() throws Exception {
        List<ContentRef> refs = new ArrayList<>();
        try (ContentStore store = open()) {
            for (int i = 0; i < 5; i++) {
                refs.add(
                        store.put(new ByteArrayInputStream(random(400_000 + i))).get());
            }
        }
        assertThat(segment(3)).exists();
        assertThat(Files.size(segment(1))).isLessThanOrEqualTo(SEGMENT);
        try (ContentStore store = open()) {
            for (ContentRef ref : refs) {
                assertThat(store.open(ref).readAllBytes()).hasSizeGreaterThanOrEqualTo(400_000);
            }
        }
    }

    @Test
    void whatIsNotThereIsToldSo() {
        try (ContentStore store = open()) {
            ContentRef nowhere = new ContentRef(new Sha256(1, 2, 3, 4), 5);
            assertThat(store.exists(nowhere)).isFalse();
            assertThatThrownBy(() -> store.open(nowhere)).isInstanceOf(NoSuchFileException.class);
        }
    }

    private ContentStore open() {
        return ContentStore.open(database, folder, SEGMENT);
    }

    private Path segment(int number) {
        return folder.resolve("segments").resolve("0000000" + number + ".seg");
    }

    private long segmentOctets() throws IOException {
        return Files.size(segment(1));
    }

    private static ContentRef put(ContentStore store, String text) throws Exception {
        return store.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
