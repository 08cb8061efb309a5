package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Content in a folder, and what was put there. */
abstract class ContentInFolder {
    static final int LARGE = ContentStore.LARGEST_IN_SEGMENT + 100_000;

    @TempDir
    static Path databaseFolder;

    static Database database;

    @TempDir
    Path folder;

    final Map<ContentRef, byte[]> kept = new HashMap<>();

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

    /** A small and a large one each in clear, with the key 1 and with the key 2. */
    void mixed() throws Exception {
        List<ContentKeys> generations = List.of(ContentKeys.NONE, Keys.of(1), Keys.of(1, 2));
        for (int i = 0; i < 3; i++) {
            try (ContentStore store = open(generations.get(i))) {
                put(store, 1_000 + i);
                put(store, LARGE + i);
            }
        }
    }

    static SortedMap<Integer, Long> counts(ContentStore store) throws Exception {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        store.verification().all(new Verification.Progress() {
            @Override
            public void whole(int key, long octets) {
                counts.merge(key, 1L, Long::sum);
            }

            @Override
            public void damaged(Sha256 hash) {
                throw new AssertionError(hash);
            }
        });
        return counts;
    }

    void allAreRead(ContentStore store) throws IOException {
        for (Map.Entry<ContentRef, byte[]> each : kept.entrySet()) {
            assertThat(store.open(each.getKey()).readAllBytes()).isEqualTo(each.getValue());
        }
    }

    ContentRef only(int size) {
        return kept.keySet().stream()
                .filter(ref -> ref.size() == size)
                .findAny()
                .orElseThrow();
    }

    ContentStore open(ContentKeys keys) {
        return open(database, keys);
    }

    ContentStore open(Database database, ContentKeys keys) {
        return ContentStore.open(database, folder, 1L << 20, Duration.ZERO, System::nanoTime, keys);
    }

    ContentRef put(ContentStore store, int size) throws Exception {
        byte[] text = text(size);
        ContentRef ref = store.put(new ByteArrayInputStream(text)).get();
        kept.put(ref, text);
        return ref;
    }

    static byte[] text(int size) {
        byte[] text = ("secret " + size + "\r\n").repeat(size / 10 + 1).getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(text, size);
    }

    Path segment() {
        return folder.resolve("segments/00000001.seg");
    }

    Path large(ContentRef ref) {
        String hex = ref.hash().hex();
        return folder.resolve("large").resolve(hex.substring(0, 2)).resolve(hex);
    }

    static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(at);
            int octet = opened.read();
            opened.seek(at);
            opened.write(octet ^ 1);
        }
    }

    static long octetsBelow(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
