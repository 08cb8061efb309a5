package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A roster is replaced as a whole: for readers, after a crash, and by one of two who import at once. */
class RostersTest {
    private static final World WORLD = World.shared();
    private static final Rosters ROSTERS = WORLD.registry.rosters();
    private static final RosterEntry HONG = new RosterEntry("1001", "홍길동", "교육정책과", "주무관", "hong@moe.gongmail.example");
    private static final RosterEntry KIM = new RosterEntry("1002", "김철수", "교육정책과", "사무관", "");
    private static final RosterEntry LEE = new RosterEntry("", "이영희", "총무과", "과장", "");

    private String agency;

    @BeforeEach
    void anAgencyOfItsOwn() {
        agency = "R" + World.number();
        WORLD.registry
                .agencies()
                .put(new Agency(agency, "기관", Set.of(agency.toLowerCase(Locale.ROOT) + ".example")), "test");
    }

    private Rosters.Standing imported(RosterEntry... entries) {
        List<RosterEntry> all = List.of(entries);
        return ROSTERS.replace(agency, all, ROSTERS.compare(agency, all), "test")
                .orElseThrow();
    }

    @Test
    void theFirstOneAddsEverybody() {
        RosterChange change = ROSTERS.compare(agency, List.of(HONG, KIM));
        assertThat(change).isEqualTo(new RosterChange(0, 2, 2, 0, 0, List.of(HONG, KIM), List.of(), List.of()));
        assertThat(change.isNone()).isFalse();
        assertThat(ROSTERS.standing(agency)).isEmpty();
        assertThat(ROSTERS.list(agency, 0, 10)).isEmpty();
        Rosters.Standing standing = imported(HONG, KIM);
        assertThat(standing).isEqualTo(new Rosters.Standing(1, 2, World.NOW));
        assertThat(ROSTERS.standing(agency)).contains(standing);
        assertThat(ROSTERS.list(agency, 0, 10)).containsExactly(HONG, KIM);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "agency.roster-replaced",
                        "test",
                        agency,
                        Map.of("size", "2", "added", "2", "changed", "0", "gone", "0")));
    }

    @Test
    void theNextOneTellsWhoIsNewWhoChangedAndWhoIsGone() {
        imported(HONG, KIM, LEE);
        RosterEntry promoted = new RosterEntry("1001", "홍길동", "총무과", "사무관", "");
        RosterEntry fresh = new RosterEntry("1003", "박민수", "", "", "");
        RosterEntry moved = new RosterEntry("", "이영희", "감사과", "과장", "");
        RosterChange change = ROSTERS.compare(agency, List.of(promoted, KIM, fresh, moved));
        assertThat(change.added()).containsExactly(fresh, moved);
        assertThat(change.changed()).containsExactly(promoted);
        // Without a number nobody knows that it is she.
        assertThat(change.gone()).containsExactly(LEE);
        assertThat(List.of(change.addedCount(), change.changedCount(), change.goneCount(), change.size()))
                .containsExactly(2, 1, 1, 4);
        imported(promoted, KIM, fresh, moved);
        assertThat(ROSTERS.list(agency, 0, 10)).containsExactly(promoted, KIM, fresh, moved);
        assertThat(ROSTERS.compare(agency, List.of(promoted, KIM, fresh, moved)).isNone())
                .isTrue();
    }

    @Test
    void whatWasComparedWithAnotherRosterChangesNothing() {
        RosterChange early = ROSTERS.compare(agency, List.of(HONG));
        imported(KIM);
        long audited = WORLD.audit.lastNumber();
        assertThat(ROSTERS.replace(agency, List.of(HONG), early, "test")).isEmpty();
        assertThat(ROSTERS.list(agency, 0, 10)).containsExactly(KIM);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(rows()).isEqualTo(1);
        assertThat(ROSTERS.replace("nowhere", List.of(HONG), early, "test")).isEmpty();
    }

    @Test
    void whatACrashLeftIsNeverReadAndGoesWithTheNextImport() {
        imported(HONG);
        // Written and not brought into force: the process ended here.
        WORLD.sql("UPDATE agency SET roster_last = 2 WHERE code = '" + agency + "'");
        WORLD.sql("INSERT INTO roster_entry (agency, generation, place, staff_number, name, name_key, unit, post, mail)"
                + " VALUES ('" + agency + "', 2, 0, '', '김철수', '김철수', '', '', '')");
        assertThat(ROSTERS.list(agency, 0, 10)).containsExactly(HONG);
        assertThat(ROSTERS.named(agency, "김철수")).isEmpty();
        assertThat(rows()).isEqualTo(2);
        assertThat(imported(KIM).generation()).isEqualTo(3);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void readersSeeTheOneOrTheOtherAndNeverAMixture() throws Exception {
        RosterEntry[] before = many("전", 700);
        RosterEntry[] after = many("후", 700);
        imported(before);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> {
                    int reads = 0;
                    while (!done.get()) {
                        List<RosterEntry> read = ROSTERS.list(agency, 0, 1_000);
                        assertThat(read).hasSize(700);
                        assertThat(read)
                                .extracting(RosterEntry::unit)
                                .containsOnly(read.get(0).unit());
                        reads++;
                    }
                    return reads;
                }));
            }
            for (int i = 0; i < 6; i++) {
                imported(i % 2 == 0 ? after : before);
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertThat(rows()).isEqualTo(700);
    }

    @Test
    void whatIsReadWhileAnotherComesIntoForceIsReadAgain() {
        imported(HONG);
        List<Long> read = new ArrayList<>();
        long last = ROSTERS.whole(agency, generation -> {
            if (read.isEmpty()) {
                imported(KIM);
            }
            read.add(generation);
            return generation;
        });
        assertThat(read).containsExactly(1L, 2L);
        assertThat(last).isEqualTo(2);
        assertThatThrownBy(() -> ROSTERS.whole(agency, generation -> imported(generation % 2 == 0 ? HONG : KIM)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("replaced over and over");
    }

    @Test
    void ofTwoImportsAtOnceOneIsInForceWhole() throws Exception {
        imported(HONG);
        RosterEntry[] one = many("하나", 600);
        RosterEntry[] other = many("둘", 600);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            RosterChange change = ROSTERS.compare(agency, List.of(one));
            RosterChange otherChange = ROSTERS.compare(agency, List.of(other));
            Future<Boolean> first = threads.submit(
                    () -> ROSTERS.replace(agency, List.of(one), change, "test").isPresent());
            Future<Boolean> second = threads.submit(() ->
                    ROSTERS.replace(agency, List.of(other), otherChange, "test").isPresent());
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(true, false);
        } finally {
            threads.shutdownNow();
        }
        assertThat(ROSTERS.list(agency, 0, 1_000)).hasSize(600);
        assertThat(rows()).isEqualTo(600);
    }

    @Test
    void peopleAreFoundByNameNumberAndUnit() {
        RosterEntry namesake = new RosterEntry("1009", "홍 길동", "총무과", "", "");
        imported(HONG, KIM, LEE, namesake);
        assertThat(ROSTERS.named(agency, "홍길동")).containsExactly(HONG, namesake);
        assertThat(ROSTERS.named(agency, Normalizer.normalize("홍길동", Normalizer.Form.NFD)))
                .containsExactly(HONG, namesake);
        assertThat(ROSTERS.named(agency, "홍길")).isEmpty();
        assertThat(ROSTERS.ofStaffNumber(agency, "1002")).contains(KIM);
        assertThat(ROSTERS.ofStaffNumber(agency, "")).isEmpty();
        assertThat(ROSTERS.inUnit(agency, "교육정책과")).containsExactly(HONG, KIM);
        assertThat(ROSTERS.inUnit(agency, "")).isEmpty();
        assertThat(ROSTERS.named("nowhere", "홍길동")).isEmpty();
    }

    @Test
    void listsAreTurnedPageByPage() {
        imported(HONG, KIM, LEE);
        assertThat(ROSTERS.list(agency, 0, 2)).containsExactly(HONG, KIM);
        assertThat(ROSTERS.list(agency, 2, 2)).containsExactly(LEE);
        assertThatThrownBy(() -> ROSTERS.list(agency, 0, 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samplesOfAChangeAreBounded() {
        RosterChange change = ROSTERS.compare(agency, List.of(many("새", 101)));
        assertThat(change.addedCount()).isEqualTo(101);
        assertThat(change.added()).hasSize(100);
    }

    @Test
    void aRosterHasNobodyTwiceAndNotTooMany() {
        assertThatThrownBy(() -> ROSTERS.compare(agency, List.of(HONG, HONG)))
                .isInstanceOf(IllegalArgumentException.class);
        RosterChange change = ROSTERS.compare(agency, List.of(HONG));
        assertThatThrownBy(() -> ROSTERS.replace(agency, Collections.nCopies(Rosters.MOST + 1, HONG), change, "test"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(rows()).isZero();
    }

    private static RosterEntry[] many(String unit, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RosterEntry("N" + i, "사람" + i, unit, "", ""))
                .toArray(RosterEntry[]::new);
    }

    private int rows() {
        return WORLD.database.transact(
                transaction -> transaction.sql().fetchCount(Names.ROSTER_ENTRY, Names.OF_AGENCY.eq(agency)));
    }
}
