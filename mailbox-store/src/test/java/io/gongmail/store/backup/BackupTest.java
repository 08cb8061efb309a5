package io.gongmail.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.NewNotice;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.content.Swept;
import io.gongmail.store.mail.mailbox.ListedMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a store that is at work, and what is made of them. */
class BackupTest {
    private static final long SEGMENT = 1L << 20;
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    /** Larger than what goes into a segment. */
    private static final String LARGE = "Subject: large\r\n\r\n" + "0123456789".repeat(150_000);

    @TempDir
    Path folder;

    private Path backups;
    private Database database;
    private MailStore store;
    private Backup backup;

    @BeforeEach
    void open() {
        backups = folder.resolve("backups");
        database = FreshDatabase.openDerby(folder.resolve("data/database"), 1_000, 8);
        store = store(database, folder.resolve("data/content"));
        backup = new Backup(database, store.content(), folder.resolve("data/content"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private static MailStore store(Database database, Path content) {
        return MailStore.open(
                database,
                content,
                new MailStoreSettings(
                        SEGMENT, -1, 4_096, Duration.ZERO, new SweepSettings(Duration.ZERO, 50, 16 << 20)),
                message -> Optional.empty(),
                Clock.tickMillis(ZoneOffset.UTC));
    }

    private Backup.Taken taken() throws IOException {
        return backup.take(backups, 0, Progress.UNTOLD);
    }

    private Path restored(String name, Instant time) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        try (BackupFolder from = BackupFolder.open(backups)) {
            Restoration.of(from, time, home.resolve("data"), Progress.UNTOLD);
        }
        return home.resolve("data");
    }

    private interface Look {
        void at(MailStore store) throws Exception;
    }

    private static void in(Path data, Look look) throws Exception {
        try (Database opened = FreshDatabase.openDerby(data.resolve("database"), 1_000, 8);
                MailStore restored = store(opened, data.resolve("content"))) {
            look.at(restored);
        }
    }

    private List<String> faults() throws IOException {
        try (BackupFolder from = BackupFolder.open(backups)) {
            return Verification.of(from, ContentKeys.NONE, Progress.UNTOLD);
        }
    }

    private List<Manifest> manifests() throws IOException {
        try (BackupFolder from = BackupFolder.open(backups)) {
            return from.manifests();
        }
    }

    @Test
    void aPointTakenWhileMailComesAndGoesIsAMomentThatWas() throws Exception {
        List<Load> loads = List.of(
                new Load(store, "kim", 40), new Load(store, "lee", 1_000_000), new Load(store, "park", 1_000_000));
        List<Thread> threads = loads.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        List<Map<Load, Integer>> before = new ArrayList<>();
        List<Map<Load, Integer>> after = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        try {
            for (Load load : loads) {
                load.awaitSome();
            }
            for (int i = 0; i < 3; i++) {
                before.add(steps(loads));
                points.add(taken().point());
                after.add(steps(loads));
            }
        } finally {
            loads.forEach(Load::stop);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        loads.forEach(Load::failed);
        assertThat(after.get(2)).as("mail goes on during a backup").isNotEqualTo(before.get(2));
        assertThat(faults()).isEmpty();
        Map<Load, Long> uidValidities = new HashMap<>();
        for (Load load : loads) {
            uidValidities.put(load, Load.uidValidity(store, load.user()));
        }
        for (int i = 0; i < points.size(); i++) {
            Map<Load, Integer> from = before.get(i);
            Map<Load, Integer> to = after.get(i);
            in(restored("home" + i, points.get(i).taken()), restored -> {
                for (Load load : loads) {
                    SortedMap<Long, Load.Shown> shown = Load.shown(restored, load.user());
                    assertThat(load.wasSo(shown, from.get(load), to.get(load)))
                            .as("%s shows %s of steps %s to %s", load.user(), shown.keySet(), from, to)
                            .isTrue();
                    assertThat(Load.uidValidity(restored, load.user())).isEqualTo(uidValidities.get(load));
                }
            });
        }
    }

    @Test
    void nothingThatThePointNeedsIsSweptWhileItIsTaken() throws Exception {
        long uid = Load.append(store, HONG, LARGE);
        List<CompletableFuture<Swept>> sweeps = new ArrayList<>();
        Backup.Taken taken = backup.take(backups, 0, (doing, done, all) -> {
            if (doing.equals("copying content") && sweeps.isEmpty()) {
                // Its row is in the copy of the database and in the running one no more.
                Load.delete(store, HONG, uid);
                sweeps.add(store.sweeper().compact(50));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> store.sweeper().progress().step() == Swept.Step.LARGE_FILES);
            }
        });
        assertThat(sweeps.get(0).get(1, TimeUnit.MINUTES).files()).isEqualTo(1);
        try (Stream<Path> walk = Files.walk(folder.resolve("data/content/large"))) {
            assertThat(walk.filter(Files::isRegularFile)).isEmpty();
        }
        in(
                restored("home", taken.point().taken()),
                restored -> assertThat(Load.shown(restored, HONG)).containsOnlyKeys(uid));
    }

    private static Map<Load, Integer> steps(List<Load> loads) {
        Map<Load, Integer> steps = new HashMap<>();
        loads.forEach(load -> steps.put(load, load.steps()));
        return steps;
    }

    @Test
    void aMailProgramThatSawWhatCameAfterThePointMistakesNothingForIt() throws Exception {
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        Point point = taken().point();
        long lost = Load.append(store, HONG, "Subject: lost\r\n\r\n");
        long seen = modSeq(store);
        in(restored("home", point.taken()), restored -> {
            assertThat(Load.shown(restored, HONG)).containsOnlyKeys(1L);
            // RFC 7162: it asks for what changed since, and must hear of what is back.
            assertThat(modSeq(restored)).isGreaterThan(seen);
            assertThat(Load.append(restored, HONG, "Subject: new\r\n\r\n")).isGreaterThan(lost);
        });
    }

    /** Of the newest message. */
    private static long modSeq(MailStore store) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(HONG);
        return store
                .reader()
                .page(
                        store.mailboxManager()
                                .getMailbox(MailboxPath.inbox(HONG), session)
                                .getId(),
                        1,
                        Long.MAX_VALUE,
                        -1,
                        100)
                .stream()
                .mapToLong(ListedMessage::modSeq)
                .max()
                .orElseThrow();
    }

    @Test
    void aSecondBackupCopiesOnlyWhatCameSince() throws Exception {
        Load.append(store, HONG, LARGE);
        for (int i = 0; i < 40; i++) {
            Load.append(store, HONG, "Subject: " + i + "\r\n\r\n" + "x".repeat(100_000));
        }
        taken();
        String last = "Subject: last\r\n\r\n";
        Load.append(store, HONG, last);
        taken();
        List<Manifest> manifests = manifests();
        Map<String, Kept> first = content(manifests.get(0));
        Map<String, Kept> second = content(manifests.get(1));
        assertThat(first).as("segments, and the large one").hasSizeGreaterThan(4);
        assertThat(second.keySet()).isEqualTo(first.keySet());
        List<Part> fresh = new ArrayList<>();
        second.forEach((path, kept) -> {
            assertThat(kept.parts()).startsWith(first.get(path).parts().toArray(Part[]::new));
            fresh.addAll(kept.parts()
                    .subList(first.get(path).parts().size(), kept.parts().size()));
        });
        assertThat(fresh).hasSize(1);
        assertThat(fresh.get(0).size()).as("with its head").isEqualTo(44 + last.length());
    }

    private static Map<String, Kept> content(Manifest manifest) {
        Map<String, Kept> content = new HashMap<>();
        manifest.files().stream()
                .filter(kept -> kept.path().startsWith("content/"))
                .forEach(kept -> content.put(kept.path(), kept));
        return content;
    }

    @Test
    void wheneverABackupIsBrokenOffTheEarlierPointsStayAndTheNextOneIsWhole() throws Exception {
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        Point first = taken().point();
        Load.append(store, HONG, LARGE);
        Load.append(store, HONG, "Subject: 2\r\n\r\n");
        for (int at = 0; at < 4; at++) {
            int end = at;
            List<String> told = new ArrayList<>();
            assertThatThrownBy(() -> backup.take(backups, 0, (doing, done, all) -> {
                        told.add(doing);
                        if (told.size() > end) {
                            throw new IllegalStateException("broken off");
                        }
                    }))
                    .hasMessage("broken off");
            Files.writeString(backups.resolve("new/part"), "half of a part");
            assertThat(manifests()).extracting(Manifest::point).containsExactly(first);
            assertThat(faults()).isEmpty();
        }
        Point second = taken().point();
        assertThat(faults()).isEmpty();
        in(
                restored("one", first.taken()),
                restored -> assertThat(Load.shown(restored, HONG)).containsOnlyKeys(1L));
        in(
                restored("two", second.taken()),
                restored -> assertThat(Load.shown(restored, HONG)).containsOnlyKeys(1L, 2L, 3L));
    }

    @Test
    void aFlippedBitIsFoundWhereverItIsAndNothingIsRestoredOfIt() throws Exception {
        Load.append(store, HONG, LARGE);
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        Point point = taken().point();
        Set<Path> all = new HashSet<>(files("objects"));
        assertThat(all).hasSizeGreaterThan(10);
        all.addAll(files("points"));
        for (Path file : all) {
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 4;
            Files.write(file, bad);
            assertThat(faults()).as(file.toString()).isNotEmpty();
            Files.write(file, good);
        }
        assertThat(faults()).isEmpty();
        Path segment = files("objects").stream().max(BackupTest::bySize).orElseThrow();
        Files.write(segment, new byte[] {1});
        assertThat(faults()).hasSize(1).first().asString().contains("missing or damaged", "content/large");
        assertThatThrownBy(() -> restored("home", point.taken())).hasMessageContaining("the point is damaged");
        assertThat(folder.resolve("home")).isEmptyDirectory();
    }

    private static int bySize(Path one, Path other) {
        return Long.compare(one.toFile().length(), other.toFile().length());
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> walk = Files.walk(backups.resolve(part))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void whatWasDamagedBeforeItWasCopiedIsToldApart() throws Exception {
        Load.append(store, HONG, LARGE);
        for (int i = 0; i < 3; i++) {
            Load.append(store, HONG, "Subject: " + i + "\r\n\r\nfew words");
        }
        flip(folder.resolve("data/content/segments/00000001.seg"), 120);
        try (Stream<Path> walk = Files.walk(folder.resolve("data/content/large"))) {
            flip(walk.filter(Files::isRegularFile).findFirst().orElseThrow(), 1_000);
        }
        taken();
        assertThat(faults()).hasSize(2).allMatch(fault -> fault.contains("damaged before"));
        assertThat(String.join("\n", faults())).contains("00000001.seg: octets 75 to 142 ", "content/large/");
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void aSegmentThatIsAnotherByNowIsCopiedWholeAndTheOldPointKeepsTheOldOne() throws Exception {
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        Point first = taken().point();
        store.close();
        database.close();
        Path segment = folder.resolve("data/content/segments/00000001.seg");
        byte[] old = Files.readAllBytes(segment);
        flip(segment, old.length - 1);
        open();
        Point second = taken().point();
        in(
                restored("one", first.taken()),
                restored -> assertThat(Load.shown(restored, HONG)).containsOnlyKeys(1L));
        Path home = restored("two", second.taken());
        assertThat(home.resolve("content/segments/00000001.seg")).hasBinaryContent(Files.readAllBytes(segment));
    }

    @Test
    void onlyAsManyPointsAsWantedAreKeptAndOnlyWhatTheyNeed() throws Exception {
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        Point first = taken().point();
        Load.append(store, HONG, "Subject: 2\r\n\r\n");
        taken();
        int before = files("objects").size();
        Load.append(store, HONG, "Subject: 3\r\n\r\n");
        Backup.Taken third = backup.take(backups, 2, Progress.UNTOLD);
        assertThat(third.removed()).isEqualTo(1);
        assertThat(manifests()).hasSize(2);
        Set<String> needed = new HashSet<>();
        manifests()
                .forEach(manifest -> manifest.files()
                        .forEach(kept -> kept.parts()
                                .forEach(part -> needed.add(part.hash().hex()))));
        assertThat(files("objects"))
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(needed);
        assertThat(before).isPositive();
        assertThat(faults()).isEmpty();
        assertThatThrownBy(() -> restored("home", first.taken())).isInstanceOf(NoSuchFileException.class);
        in(
                restored("other", Instant.MAX),
                restored -> assertThat(Load.shown(restored, HONG)).containsOnlyKeys(1L, 2L, 3L));
    }

    @Test
    void thePointBeforeAMomentIsRestored() throws Exception {
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        taken();
        Load.append(store, HONG, "Subject: 2\r\n\r\n");
        Point second = taken().point();
        in(
                restored("home", second.taken().minusMillis(1)),
                restored -> assertThat(Load.shown(restored, HONG)).containsOnlyKeys(1L));
    }

    @Test
    void aNoticeThatSomeHadNotYetComesToThemAfterARestoration() throws Exception {
        Username kim = Username.of("kim@moe.gongmail.example");
        Load.append(store, HONG, "Subject: 1\r\n\r\n");
        Load.append(store, kim, "Subject: 1\r\n\r\n");
        NewNotice notice = new NewNotice(
                new NoticeId("2026-11"),
                () -> new ByteArrayInputStream("Subject: to all\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                "INBOX",
                Instant.EPOCH,
                new Flags());
        store.notices().post(notice, List.of(HONG, kim));
        look(store, kim);
        Point point = taken().point();
        store.notices().recall(notice.id());
        in(restored("home", point.taken()), restored -> {
            assertThat(Load.shown(restored, kim)).hasSize(2);
            look(restored, HONG);
            assertThat(Load.shown(restored, HONG)).hasSize(2);
            assertThat(restored.notices().find(notice.id()).orElseThrow().delivered())
                    .isEqualTo(2);
        });
    }

    private static void look(MailStore store, Username user) throws Exception {
        MailboxSession session = store.mailboxManager().authenticate(user).withoutDelegation();
        store.mailboxManager().getMailbox(MailboxPath.inbox(user), session);
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws Exception {
        Point point = taken().point();
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/mine"), "mine");
        assertThatThrownBy(() -> restored("home", point.taken())).hasMessageContaining("is not empty");
        assertThat(folder.resolve("home/mine")).hasContent("mine");
        assertThatThrownBy(() -> backup.take(folder.resolve("home"), 0, Progress.UNTOLD))
                .hasMessageContaining("holds something that is no backup");
    }

    @Test
    void twoDoNotWorkInOneFolder() throws Exception {
        taken();
        try (BackupFolder held = BackupFolder.open(backups)) {
            assertThat(held.points()).hasSize(1);
            assertThatThrownBy(this::taken)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY));
        }
        taken();
    }

    @Test
    void aManifestLeadsNowhereElse() {
        assertThatThrownBy(() -> new Kept("content/../../etc/passwd", 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Kept("/etc/passwd", 0, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
