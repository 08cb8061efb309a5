package io.gongmail.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.PastMail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a store whose content is sealed: copies as it is on disk, of use only with the keys. */
class SealedBackupTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final String SMALL = "Subject: small\r\n\r\nsecret\r\n";
    private static final String LARGE = "Subject: large\r\n\r\n" + "secret 789".repeat(150_000);
    private static final ContentKeys FIRST = ContentKeys.NONE.withAnother(new SecureRandom());
    private static final ContentKeys SECOND = FIRST.withAnother(new SecureRandom());

    @TempDir
    Path folder;

    private interface Work {
        void on(MailStore store, Backup backup) throws Exception;
    }

    private void in(String data, ContentKeys keys, Work work) throws Exception {
        Path content = folder.resolve(data).resolve("content");
        try (Database database = FreshDatabase.openDerby(folder.resolve(data).resolve("database"), 1_000, 8);
                MailStore store = MailStore.open(
                        database,
                        content,
                        new MailStoreSettings(
                                        1L << 20,
                                        -1,
                                        4_096,
                                        Duration.ZERO,
                                        new SweepSettings(Duration.ZERO, 50, 1L << 40))
                                .with(keys),
                        message -> Optional.empty(),
                        Clock.tickMillis(ZoneOffset.UTC))) {
            work.on(store, new Backup(database, store.content(), content, Clock.systemUTC()));
        }
    }

    /** In clear, then with a key: a small message and a large one each time, and a point after each. */
    private void twoPoints() throws Exception {
        in("data", ContentKeys.NONE, (store, backup) -> {
            Load.append(store, HONG, "clear" + SMALL);
            Load.append(store, HONG, "clear" + LARGE);
            assertThat(backup.take(backups(), 0, Progress.UNTOLD).isSealed()).isFalse();
        });
        in("data", FIRST, (store, backup) -> {
            Load.append(store, HONG, SMALL);
            Load.append(store, HONG, LARGE);
            assertThat(backup.take(backups(), 0, Progress.UNTOLD).isSealed()).isTrue();
        });
    }

    private Path backups() {
        return folder.resolve("backups");
    }

    private List<String> faults(ContentKeys keys) throws IOException {
        try (BackupFolder from = BackupFolder.open(backups())) {
            return Verification.of(from, keys, Progress.UNTOLD);
        }
    }

    @Test
    void aPointHoldsNothingInClearAndIsRestoredWithoutKeysAndOpenedWithThem() throws Exception {
        in("data", FIRST, (store, backup) -> {
            Load.append(store, HONG, SMALL);
            Load.append(store, HONG, LARGE);
            backup.take(backups(), 0, Progress.UNTOLD);
        });
        try (Stream<Path> files = Files.walk(backups())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
            }
        }
        Files.createDirectory(folder.resolve("home"));
        try (BackupFolder from = BackupFolder.open(backups())) {
            Restoration.of(from, Instant.MAX, folder.resolve("home/data"), Progress.UNTOLD);
        }
        assertThatThrownBy(() -> in("home/data", ContentKeys.NONE, (store, backup) -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("sealed with the key 1");
        in(
                "home/data",
                FIRST,
                (store, backup) -> assertThat(Load.shown(store, HONG)).hasSize(2));
    }

    @Test
    void withoutKeysCopiesAreVerifiedAndWithThemAlsoWhatWasDamagedBefore() throws Exception {
        twoPoints();
        assertThat(faults(ContentKeys.NONE)).isEmpty();
        assertThat(faults(FIRST)).isEmpty();
        // Other keys of the same number are as none.
        assertThat(faults(ContentKeys.NONE.withAnother(new SecureRandom()))).isEmpty();

        Path sealed = large().stream()
                .filter(file -> file.toFile().length() == LARGE.length() + 44)
                .findAny()
                .orElseThrow();
        flip(sealed, 100_000);
        flip(folder.resolve("data/content/segments/00000001.seg"), 8 + 44 + SMALL.length() + 5 + 44);
        in("data", SECOND, (store, backup) -> backup.take(backups(), 1, Progress.UNTOLD));
        assertThat(faults(ContentKeys.NONE)).as("by the frame's checksum").hasSize(1);
        assertThat(faults(SECOND)).hasSize(2).allMatch(fault -> fault.contains("damaged before"));
    }

    @Test
    void ofAPointMailIsReadWithItsKeysAndWithoutThemTheReasonIsTold() throws Exception {
        twoPoints();
        assertThatThrownBy(() -> read(ContentKeys.NONE)).hasMessageContaining("sealed with the key 1");
        assertThat(folder.resolve("scratch")).doesNotExist();
        assertThat(read(SECOND)).containsExactlyInAnyOrder("clear" + SMALL, "clear" + LARGE, SMALL, LARGE);
    }

    @Test
    void afterARewritingAPointHasNewPartsAndTheOneBeforeStays() throws Exception {
        twoPoints();
        in("data", SECOND, (store, backup) -> {
            store.sweeper().sealAnew(50).get();
            backup.take(backups(), 0, Progress.UNTOLD);
        });
        assertThat(read(SECOND)).containsExactlyInAnyOrder("clear" + SMALL, "clear" + LARGE, SMALL, LARGE);
        assertThat(faults(SECOND)).isEmpty();
        try (BackupFolder from = BackupFolder.open(backups())) {
            assertThat(from.points()).hasSize(3);
        }
    }

    private List<String> read(ContentKeys keys) throws IOException {
        List<String> texts = new ArrayList<>();
        try (BackupFolder from = BackupFolder.open(backups());
                PointMail point = PointMail.open(from, Instant.MAX, folder.resolve("scratch"), keys, Progress.UNTOLD)) {
            PastMail.Folder inbox =
                    point.mail().folders(HONG.asString()).stream().findAny().orElseThrow();
            for (ListedMessage message : point.mail().page(inbox, 1)) {
                try (var in = point.open(message.content())) {
                    texts.add(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
                }
            }
        }
        return texts;
    }

    private List<Path> large() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("data/content/large"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(at);
            int octet = opened.read();
            opened.seek(at);
            opened.write(octet ^ 1);
        }
    }
}
