package io.gongmail.server.agency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnit;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.RosterChange;
import io.gongmail.store.registry.RosterEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file to the roster in force, all or nothing. */
class RosterImportTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static int number;

    @TempDir
    static Path folder;

    private static Database database;
    private static Registry registry;
    private static RosterImport rosters;

    private Agency agency;

    @BeforeAll
    static void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
        registry = Registry.open(database, Clock.systemUTC(), new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM));
        rosters = new RosterImport(registry);
    }

    @AfterAll
    static void close() {
        registry.close();
        database.close();
    }

    @BeforeEach
    void anAgencyOfItsOwn() {
        agency = new Agency("A" + ++number, "기관", Set.of("a" + number + ".example"));
        registry.agencies().put(agency, "test");
    }

    private Listed<RosterChange> done(String text) {
        return rosters.done(agency, text.getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT, "test");
    }

    private List<RosterEntry> roster() {
        return registry.rosters().list(agency.code(), 0, 100);
    }

    private static List<Told> faults(Listed<?> listed) {
        return listed.fold(value -> List.of(), Listed.Faulty::first);
    }

    @Test
    void aFileBecomesTheRoster() {
        String domain = agency.domains().iterator().next();
        assertThat(faults(done("성명,부서,직위,사번,메일\n홍길동,총무과,주무관,17,Hong@" + domain + "\n김철수,,,,\n")))
                .isEmpty();
        assertThat(roster())
                .containsExactly(
                        new RosterEntry("17", "홍길동", "총무과", "주무관", "hong@" + domain),
                        new RosterEntry("", "김철수", "", "", ""));
    }

    @Test
    void aTryTellsAndChangesNothing() {
        done("성명\n홍길동\n");
        Listed<RosterChange> tried =
                rosters.tried(agency, "성명\n김철수\n이영희\n".getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT);
        RosterChange change = tried.fold(found -> found, faulty -> {
            throw new AssertionError(faulty);
        });
        assertThat(List.of(change.addedCount(), change.changedCount(), change.goneCount()))
                .containsExactly(2, 0, 1);
        assertThat(roster()).extracting(RosterEntry::name).containsExactly("홍길동");
    }

    @Test
    void withOneBadLineNothingIsChanged() {
        done("성명\n홍길동\n");
        assertThat(faults(done("성명,메일\n김철수,\n이영희,lee@elsewhere.example\n박민수,no address\n")))
                .extracting(fault -> fault.code() + " " + fault.facts().get("line"))
                .containsExactly("G-370 3", "G-370 4");
        assertThat(roster()).extracting(RosterEntry::name).containsExactly("홍길동");
    }

    @Test
    void onePersonHasOneLine() {
        assertThat(faults(done("성명,부서,사번\n홍길동,총무과,1\n홍길동,총무과,2\n김철수,,\n홍길동,감사과,1\n김철수,,\n")))
                .containsExactly(
                        new Told("G-371", Map.of("line", "5", "other", "2")),
                        new Told("G-371", Map.of("line", "6", "other", "4")));
    }

    @Test
    void aListOfNobodyIsNoRoster() {
        done("성명\n홍길동\n");
        assertThat(faults(done("성명\n"))).containsExactly(Told.of("G-375"));
        assertThat(roster()).hasSize(1);
    }

    @Test
    void whereTheAgencyHasUnitsEachLineNamesOneOfThem() {
        unit("10", "총무과");
        unit("20", "지원과");
        unit("21", "지원과");
        assertThat(faults(done("성명,부서\n홍길동,10\n김철수,총 무과\n이영희,21\n박민수,\n"))).isEmpty();
        assertThat(roster()).extracting(RosterEntry::unit).containsExactly("총무과", "총무과", "지원과", "");
        assertThat(faults(done("성명,부서\n홍길동,감사과\n김철수,지원과\n")))
                .containsExactly(
                        new Told("G-368", Map.of("line", "2", "unit", "감사과")),
                        new Told("G-369", Map.of("line", "3", "unit", "지원과")));
    }

    private void unit(String code, String name) {
        registry.units().put(agency.code(), new AgencyUnit(code, name, ""), "test");
    }
}
