package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that are missing or others, and what only seems to be sealed: told, and never taken for damage. */
class ContentKeyMissingTest extends ContentInFolder {
    @Test
    void whereAKeyIsMissingTheStoreIsNotOpenedAndNothingIsChanged() throws Exception {
        mixed();
        emptyTable();
        Files.write(segment(), new byte[] {'t', 'o', 'r', 'n'}, StandardOpenOption.APPEND);
        long octets = octetsBelow(folder);
        for (ContentKeys keys : List.of(ContentKeys.NONE, Keys.of(2), Keys.of(3))) {
            assertThatThrownBy(() -> open(keys))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("sealed with the key 1")
                    .hasMessageContaining("[store] content-keys");
            assertThat(octetsBelow(folder)).isEqualTo(octets);
            assertThat(folder.resolve("torn")).doesNotExist();
        }
        try (ContentStore store = open(Keys.of(1, 2))) {
            allAreRead(store);
        }
    }

    @Test
    void anotherKeyOfTheSameNumberIsToldAsSuch() throws Exception {
        mixed();
        assertThatThrownBy(() -> open(Keys.of(50, new int[] {1, 2})))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the key 1, 2 in the test's keys is another");
    }

    @Test
    void alsoWithoutTheListOfKeysAMissingOneIsNoTornEndAndAnotherOneNoSilentDamage() throws Exception {
        ContentRef small;
        ContentRef large;
        try (ContentStore store = open(Keys.of(1))) {
            small = put(store, 1_000);
            large = put(store, LARGE);
        }
        long octets = Files.size(segment());
        Files.delete(folder.resolve(UsedKeys.NAME));
        try (ContentStore store = open(Keys.of(2))) {
            for (ContentRef ref : List.of(small, large)) {
                assertThatThrownBy(() -> store.open(ref).readAllBytes())
                        .isInstanceOf(MissingKeyException.class)
                        .hasMessageContaining("key 1")
                        .hasMessageNotContaining("damaged");
            }
            assertThatThrownBy(() -> counts(store)).isInstanceOf(MissingKeyException.class);
        }
        Files.delete(folder.resolve(UsedKeys.NAME));
        emptyTable();
        assertThatThrownBy(() -> open(Keys.of(2))).hasMessageContaining("key 1").hasMessageContaining("not in");
        assertThat(Files.size(segment())).isEqualTo(octets);

        database.transact(tx -> tx.sql()
                .execute(
                        "INSERT INTO content (sha256, segment, payload_at, octets) VALUES (?, 1, 52, 1000)",
                        small.hash().octets()));
        try (ContentStore store = open(Keys.of(50, new int[] {1}))) {
            for (ContentRef ref : List.of(small, large)) {
                assertThatThrownBy(() -> store.open(ref).readAllBytes())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(ref.hash().hex())
                        .hasMessageContaining("damaged, or the key 1 is another");
            }
        }
    }

    @Test
    void aDamagedListOfKeysIsMadeAnew() throws Exception {
        mixed();
        Path used = folder.resolve(UsedKeys.NAME);
        String good = Files.readString(used);
        Files.writeString(used, good.replaceFirst("\n1 [0-9a-f]", "\n1 x"));
        try (ContentStore store = open(Keys.of(1, 2))) {
            allAreRead(store);
        }
        Files.writeString(used, good.replace("\n1 ", "\n7 "));
        try (ContentStore store = open(Keys.of(1, 2))) {
            allAreRead(store);
        }
    }

    @Test
    void aFrameThatSomebodyWroteIntoAMessageKeepsNoStoreFromOpening() throws Exception {
        ByteBuffer forged = ByteBuffer.allocate(Frame.HEAD + 100);
        Frame.write(forged, new Sha256(1, 2, 3, 4), 9, text(100), 100);
        try (ContentStore store = open(ContentKeys.NONE)) {
            store.put(new ByteArrayInputStream(forged.array())).get();
        }
        emptyTable();
        try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
            // As if a crash had torn its head.
            file.seek(Frame.SEGMENT_MAGIC.length);
            file.write(new byte[Frame.HEAD]);
        }
        try (ContentStore store = open(ContentKeys.NONE)) {
            assertThat(store.find(new Sha256(1, 2, 3, 4))).isEmpty();
        }
        assertThat(folder.resolve("torn")).isNotEmptyDirectory();
    }

    @Test
    void aDamagedHeadIsDamageAndNeverGarbage() throws Exception {
        ContentRef small;
        ContentRef large;
        try (ContentStore store = open(Keys.of(1))) {
            small = put(store, 1_000);
            large = put(store, LARGE);
        }
        flip(segment(), Frame.SEGMENT_MAGIC.length);
        flip(large(large), 0);
        try (ContentStore store = open(Keys.of(1))) {
            for (ContentRef ref : List.of(small, large)) {
                assertThatThrownBy(() -> store.openRange(ref, 0, 10).readAllBytes())
                        .hasMessageContaining(ref.hash() + " is damaged");
                assertThat(store.verification().isHere(ref)).isTrue();
            }
        }
    }
}
