package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Content that is sealed with keys: nothing of it is on disk in clear, and everything is read as before. */
class SealedContentTest extends ContentInFolder {
    private static final SweepSettings BY_COMMAND = new SweepSettings(Duration.ZERO, 50, 1L << 40);

    @Test
    void nothingOfItIsOnDiskInClearNeitherWhenItIsKeptNorWhileItArrivesNorWhenItIsTornAside() throws Exception {
        try (ContentStore store = open(Keys.of(1))) {
            put(store, 3_000);
            put(store, LARGE);
            assertThat(store.put(new WatchedInput(text(LARGE + 1))).get().size())
                    .isEqualTo(LARGE + 1);
        }
        tear();
        emptyTable();
        try (ContentStore store = open(Keys.of(1))) {
            assertThat(folder.resolve("torn")).isNotEmptyDirectory();
            allAreRead(store);
        }
        assertThat(filesWith("secret", folder)).isEmpty();
        // The search itself finds what is there.
        try (ContentStore store = open(Keys.of(1))) {
            Files.write(folder.resolve("clear"), text(100));
            assertThat(store.exists(kept.keySet().iterator().next())).isTrue();
        }
        assertThat(filesWith("secret", folder)).hasSize(1);
    }

    /** Looks at the disk when half of it was read. */
    private final class WatchedInput extends InputStream {
        private final byte[] text;
        private int at;
        private boolean looked;

        WatchedInput(byte[] text) {
            this.text = text;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (!looked && at > ContentStore.LARGEST_IN_SEGMENT + 50_000) {
                looked = true;
                assertThat(folder.resolve("spool")).isNotEmptyDirectory();
                assertThat(filesWith("secret", folder)).isEmpty();
            }
            int count = Math.min(length, text.length - at);
            System.arraycopy(text, at, into, from, count);
            at += count;
            return count == 0 ? -1 : count;
        }
    }

    @Test
    void allSizesAreReadBackWholeAndInRangesAndWithSkips() throws Exception {
        try (ContentStore store = open(Keys.of(1))) {
            for (int size : List.of(0, 1, 15, 16, 17, 5_000, ContentStore.LARGEST_IN_SEGMENT, LARGE)) {
                put(store, size);
            }
            allAreRead(store);
            for (Map.Entry<ContentRef, byte[]> each : kept.entrySet()) {
                for (int from : List.of(0, 1, 16, 4_097, ContentStore.LARGEST_IN_SEGMENT + 3)) {
                    byte[] whole = each.getValue();
                    int begin = Math.min(from, whole.length);
                    assertThat(store.openRange(each.getKey(), from, 33).readAllBytes())
                            .isEqualTo(Arrays.copyOfRange(whole, begin, Math.min(whole.length, begin + 33)));
                    try (InputStream in = store.open(each.getKey())) {
                        in.readNBytes(3);
                        in.skipNBytes(Math.max(0, begin - 3));
                        assertThat(in.readAllBytes())
                                .isEqualTo(Arrays.copyOfRange(
                                        whole, Math.min(whole.length, Math.max(3, begin)), whole.length));
                    }
                }
            }
        }
    }

    @Test
    void theSameBytesAreKeptOnce() throws Exception {
        try (ContentStore store = open(Keys.of(1))) {
            put(store, 100);
            put(store, LARGE);
            long octets = octetsBelow(folder);
            put(store, 100);
            put(store, LARGE);
            assertThat(octetsBelow(folder)).isEqualTo(octets);
        }
    }

    @Test
    void whatWasWrittenInClearAndWithOlderKeysIsReadAndCounted() throws Exception {
        mixed();
        try (ContentStore store = open(Keys.of(1, 2))) {
            allAreRead(store);
            assertThat(counts(store)).isEqualTo(Map.of(0, 2L, 1, 2L, 2, 2L));
            for (ContentRef ref : kept.keySet()) {
                assertThat(store.find(ref.hash())).contains(ref);
            }
        }
    }

    @Test
    void aStoreInClearIsAsItWasBefore() throws Exception {
        try (ContentStore store = open(ContentKeys.NONE)) {
            put(store, 1_000);
            ContentRef large = put(store, LARGE);
            assertThat(Files.readAllBytes(large(large))).isEqualTo(kept.get(large));
        }
        assertThat(folder.resolve(UsedKeys.NAME)).doesNotExist();
        byte[] segment = Files.readAllBytes(segment());
        assertThat(new String(segment, 8, 4, StandardCharsets.US_ASCII)).isEqualTo("GMC1");
        assertThat(Arrays.copyOfRange(segment, segment.length - 1_000, segment.length))
                .isEqualTo(text(1_000));
    }

    @Test
    void whatBeginsInClearAsIfItWereSealedIsReadAsItWasPut() throws Exception {
        byte[] bytes = text(LARGE);
        System.arraycopy(LargeHead.of(9, Keys.octets(1)).octets(), 0, bytes, 0, LargeHead.OCTETS);
        ContentRef ref;
        try (ContentStore store = open(ContentKeys.NONE)) {
            ref = store.put(new ByteArrayInputStream(bytes)).get();
            assertThat(ref.size()).isEqualTo(LARGE);
        }
        try (ContentStore store = open(ContentKeys.NONE)) {
            assertThat(store.open(ref).readAllBytes()).isEqualTo(bytes);
            assertThat(store.openRange(ref, 10, 100).readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10, 110));
            assertThat(store.find(ref.hash())).contains(ref);
        }
    }

    @Test
    void whatAKilledProcessWroteIsFoundAgain() throws Exception {
        // Not closed, and its table is another: it writes the places there when nothing comes for a moment, and one
        // that was killed does not.
        try (Database another = FreshDatabase.openDerby(databaseFolder.resolve("killed"), 1_000, 4);
                ContentStore killed = open(another, Keys.of(1))) {
            put(killed, 1_000);
            put(killed, 2_000);
            try (ContentStore store = open(Keys.of(1, 2))) {
                put(store, 3_000);
                allAreRead(store);
                assertThat(counts(store)).isEqualTo(Map.of(1, 2L, 2, 1L));
            }
        }
    }

    @Test
    void whatIsCopiedOutOfASegmentIsSealedWithTheKeyThatSealsNow() throws Exception {
        mixed();
        ContentRef clear = only(1_000);
        ContentRef older = only(1_001);
        try (ContentStore store = open(Keys.of(1, 2));
                Sweeper sweeper = store.sweeper(rows(Set.of(clear.hash(), older.hash())), BY_COMMAND);
                InputStream reading = store.open(older)) {
            byte[] begun = reading.readNBytes(300);
            Swept swept = sweeper.compact(100).get();
            assertThat(swept.moved()).isEqualTo(2);
            assertThat(folder.resolve("segments/00000001.seg")).doesNotExist();
            assertThat(counts(store)).isEqualTo(Map.of(2, 2L));
            assertThat(store.open(clear).readAllBytes()).isEqualTo(kept.get(clear));
            assertThat(store.open(older).readAllBytes()).isEqualTo(kept.get(older));
            // Begun with one key, read to its end with the other.
            assertThat(begun).isEqualTo(Arrays.copyOf(kept.get(older), 300));
            assertThat(reading.readAllBytes()).isEqualTo(Arrays.copyOfRange(kept.get(older), 300, 1_001));
        }
    }

    @Test
    void afterARewritingNothingNeedsAnOlderKey() throws Exception {
        mixed();
        Set<Sha256> all =
                Set.copyOf(kept.keySet().stream().map(ContentRef::hash).toList());
        try (ContentStore store = open(Keys.of(1, 2));
                Sweeper sweeper = store.sweeper(rows(all), BY_COMMAND);
                InputStream reading = store.open(only(LARGE + 1))) {
            byte[] begun = reading.readNBytes(300);
            assertThat(sweeper.compact(50).get().moved()).isZero();
            Swept swept = sweeper.sealAnew(50).get();
            assertThat(swept.step()).isEqualTo(Swept.Step.DONE);
            // Also the small one with the newest key, which is in a segment with older ones.
            assertThat(swept.moved()).isEqualTo(5);
            assertThat(counts(store)).isEqualTo(Map.of(2, 6L));
            allAreRead(store);
            assertThat(begun.length + reading.readAllBytes().length).isEqualTo(LARGE + 1);
            assertThat(sweeper.sealAnew(50).get().moved()).isZero();
        }
        assertThat(filesWith("secret", folder)).isEmpty();
        try (ContentStore store = open(Keys.of(2))) {
            allAreRead(store);
        }
    }

    @Test
    void whatIsDamagedIsLeftByARewritingAndItsKeyStaysNeeded() throws Exception {
        mixed();
        flip(large(only(LARGE + 1)), LARGE);
        Set<Sha256> all =
                Set.copyOf(kept.keySet().stream().map(ContentRef::hash).toList());
        try (ContentStore store = open(Keys.of(1, 2));
                Sweeper sweeper = store.sweeper(rows(all), BY_COMMAND)) {
            Swept swept = sweeper.sealAnew(50).get();
            assertThat(swept.damaged()).isEqualTo(1);
            assertThat(swept.moved()).isEqualTo(4);
        }
        assertThatThrownBy(() -> open(Keys.of(2))).hasMessageContaining("key 1");
    }

    @Test
    void withoutAKeyThereIsNoRewriting() throws Exception {
        try (ContentStore store = open(ContentKeys.NONE);
                Sweeper sweeper = store.sweeper(rows(Set.of()), BY_COMMAND)) {
            assertThat(sweeper.seals()).isFalse();
            assertThatThrownBy(() -> sweeper.sealAnew(50)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static References rows(Set<Sha256> rows) {
        return new References() {
            @Override
            public void each(Consumer<Sha256> told) {
                rows.forEach(told);
            }

            @Override
            public void forget(Set<Sha256> going) {
                assertThat(going).doesNotContainAnyElementsOf(rows);
            }
        };
    }

    /** As a crash while the last frame was written again would. */
    private void tear() throws IOException {
        byte[] segment = Files.readAllBytes(segment());
        Files.write(segment(), Arrays.copyOfRange(segment, 8, 2_000), StandardOpenOption.APPEND);
    }

    private static List<Path> filesWith(String text, Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }
}
