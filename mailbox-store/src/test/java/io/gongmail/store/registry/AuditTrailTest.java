package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AuditTrailTest {
    @TempDir
    static Path folder;

    private static Database database;
    private AuditTrail audit;

    @BeforeAll
    static void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTrail() {
        sql("DELETE FROM audit_entry");
        sql("UPDATE audit_head SET last_number = 0, last_hash = '" + "0".repeat(64) + "'");
        audit = new AuditTrail(database, World.CLOCK);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void entriesAreNumberedWithoutGapsAndReadBackAsTheyWere() {
        assertThat(audit.lastNumber()).isZero();
        assertThat(audit.list(1, 10)).isEmpty();
        AuditEvent first = event(1);
        assertThat(audit.record(first)).isEqualTo(1);
        assertThat(audit.record(event(2))).isEqualTo(2);
        assertThat(audit.record(event(3))).isEqualTo(3);
        assertThat(audit.lastNumber()).isEqualTo(3);
        assertThat(audit.list(1, 1))
                .singleElement()
                .isEqualTo(new AuditEntry(1, World.NOW, first, AuditChain.hash(AuditChain.START, 1, World.NOW, first)));
        assertThat(audit.list(2, 10)).extracting(AuditEntry::number).containsExactly(2L, 3L);
        assertThat(audit.list(2, 10)).extracting(AuditEntry::event).containsExactly(event(2), event(3));
        assertThat(audit.verify()).isEmpty();
    }

    @Test
    void theHashIsOverTheEncodingThatIsWrittenDown() {
        AuditEvent event = new AuditEvent("sign-in.refused", "홍", "b", Map.of("z", "1", "a", "2"));
        String encoding = "0".repeat(64)
                + "\0\0\0\0\0\0\0\7"
                + "\0\0\0\0\0\0\1\2"
                + "\0\0\0\17sign-in.refused"
                + "\0\0\0\3홍"
                + "\0\0\0\1b"
                + "\0\0\0\2"
                + "\0\0\0\1a\0\0\0\0012"
                + "\0\0\0\1z\0\0\0\0011";
        assertThat(AuditChain.hash(AuditChain.START, 7, java.time.Instant.ofEpochMilli(258), event))
                .isEqualTo(Sha256.hex(encoding));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET happened = happened + 1 WHERE entry_number = 3",
                "UPDATE audit_entry SET code = 'other.happened' WHERE entry_number = 3",
                "UPDATE audit_entry SET code = 'nonsense' WHERE entry_number = 3",
                "UPDATE audit_entry SET actor = 'somebody else' WHERE entry_number = 3",
                "UPDATE audit_entry SET subject = 'other' WHERE entry_number = 3",
                "UPDATE audit_entry SET facts = '' WHERE entry_number = 3",
                "UPDATE audit_entry SET facts = 'n=4' WHERE entry_number = 3",
                "UPDATE audit_entry SET facts = 'no fact' WHERE entry_number = 3",
                "UPDATE audit_entry SET hash = 'x' WHERE entry_number = 3",
                "DELETE FROM audit_entry WHERE entry_number = 3",
                "DELETE FROM audit_entry WHERE entry_number >= 3",
                "UPDATE audit_entry SET entry_number = 9 WHERE entry_number = 3"
            })
    void whatIsChangedBehindItsBackIsNamedByItsNumber(String tampering) {
        record(5);
        assertThat(audit.verify()).isEmpty();
        assertThat(sql(tampering)).isPositive();
        assertThat(audit.verify()).isEqualTo(OptionalLong.of(3));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE FROM audit_entry WHERE entry_number = 1, 1",
        "DELETE FROM audit_entry WHERE entry_number = 5, 5",
        "DELETE FROM audit_entry, 1",
        "UPDATE audit_head SET last_hash = 'x', 5",
        "UPDATE audit_head SET last_number = 4, 4",
        "UPDATE audit_head SET last_number = 6, 6"
    })
    void theEndsOfTheChainAreGuardedToo(String tampering, long broken) {
        record(5);
        sql(tampering);
        assertThat(audit.verify()).isEqualTo(OptionalLong.of(broken));
    }

    @Test
    void aTextThatIsCleanedInReadingIsNotTakenForTheOneThatWasWritten() {
        audit.record(new AuditEvent("sign-in.refused", "a\tb", "c\td", Map.of("login", "e\tf")));
        assertThat(audit.verify()).isEmpty();
        sql("UPDATE audit_entry SET actor = 'a\tb'");
        assertThat(audit.verify()).hasValue(1);
        sql("UPDATE audit_entry SET actor = 'a\uFFFDb', subject = 'c\td'");
        assertThat(audit.verify()).hasValue(1);
        sql("UPDATE audit_entry SET subject = 'c\uFFFDd', facts = 'login=e\tf\n'");
        assertThat(audit.verify()).hasValue(1);
        sql("UPDATE audit_entry SET facts = 'login=e\uFFFDf\n'");
        assertThat(audit.verify()).isEmpty();
    }

    @Test
    void anEntryThatCannotBeReadIsToldAsTamperedWith() {
        record(2);
        sql("UPDATE audit_entry SET facts = 'no fact' WHERE entry_number = 2");
        assertThatThrownBy(() -> audit.list(1, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("entry 2");
    }

    @Test
    void aChainLongerThanAPageIsCheckedToItsEnd() {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < 2_100; i++) {
            futures.add(audit.recordSoon(event(i)));
        }
        futures.forEach(CompletableFuture::join);
        assertThat(audit.lastNumber()).isEqualTo(2_100);
        assertThat(audit.verify()).isEmpty();
        sql("UPDATE audit_entry SET actor = 'x' WHERE entry_number = 2099");
        assertThat(audit.verify()).hasValue(2_099);
    }

    @Test
    void anEntryGoesWhenItsTransactionGoes() {
        record(1);
        assertThatThrownBy(() -> database.transact(transaction -> {
                    assertThat(audit.append(transaction, event(2))).isEqualTo(2);
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(audit.lastNumber()).isEqualTo(1);
        assertThat(audit.record(event(3))).isEqualTo(2);
        assertThat(audit.verify()).isEmpty();
    }

    @Test
    void severalEntriesOfOneTransactionAreChained() {
        database.transact(transaction -> audit.append(transaction, event(1)) + audit.append(transaction, event(2)));
        assertThat(audit.lastNumber()).isEqualTo(2);
        assertThat(audit.verify()).isEmpty();
    }

    @Test
    void manyWhoRecordAtOnceGetDifferentNumbersInOneWholeChain() throws Exception {
        List<Long> numbers = OpeningTest.atOnce(List.of(() -> record(40), () -> record(40), () -> record(40), () -> {
            long last = 0;
            for (int i = 0; i < 40; i++) {
                last = database.transact(transaction -> audit.append(transaction, event(7)));
            }
            return last;
        }));
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(audit.lastNumber()).isEqualTo(160);
        assertThat(audit.verify()).isEmpty();
    }

    @Test
    void aTrailThatIsClosedHasWrittenWhatItTookAndTakesNoMore() {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            futures.add(audit.recordSoon(event(i)));
        }
        audit.close();
        assertThat(futures).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(futures.get(699).join()).isEqualTo(700);
        assertThatThrownBy(() -> audit.record(event(1)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY));
    }

    @Test
    void aFullQueueIsToldAtOnceAndASlowTrailAfterItsTime() throws Exception {
        AuditTrail small = new AuditTrail(database, World.CLOCK, 2, Duration.ofMillis(50));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = new Thread(() -> database.transact(transaction -> {
            long number = audit.append(transaction, event(1));
            held.countDown();
            awaitQuietly(release);
            return number;
        }));
        holder.start();
        held.await();
        // The head is locked: the writer takes what is there and waits, the rest queues up, and the queue has an end.
        CompletableFuture<Long> first = small.recordSoon(event(2));
        assertThatThrownBy(() -> small.record(event(3))).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY);
            assertThat(e).hasMessageContaining("slow");
        });
        List<CompletableFuture<Long>> rest = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rest.add(small.recordSoon(event(i)));
        }
        assertThat(rest.get(2)).isCompletedExceptionally();
        assertThatThrownBy(() -> small.record(event(9)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("full");
        release.countDown();
        holder.join();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(2);
        small.close();
        assertThat(audit.verify()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsToldToAllOfItsBatchAndTheNextOneIsWritten() {
        sql("UPDATE audit_head SET last_number = -5");
        sql("INSERT INTO audit_entry VALUES (-4, 0, 'a.b', '', '', '', 'x')");
        assertThatThrownBy(() -> audit.record(event(1)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BROKEN));
        sql("DELETE FROM audit_entry");
        assertThat(audit.record(event(1))).isEqualTo(-4);
    }

    @Test
    void listsAreBounded() {
        assertThatThrownBy(() -> audit.list(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> audit.list(1, 10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThat(audit.list(1, 10_000)).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long record(int count) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = audit.record(event(i));
        }
        return last;
    }

    private static AuditEvent event(int n) {
        return new AuditEvent("thing.happened", "actor", "subject", Map.of("n", "" + n, "equation", "a=b"));
    }

    private static int sql(String statement) {
        return database.transact(transaction -> {
            try (var update = transaction.connection().createStatement()) {
                return update.executeUpdate(statement);
            }
        });
    }
}
