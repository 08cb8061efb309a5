package io.gongmail.server.agency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.agency.RosterMatch.Likely;
import io.gongmail.server.agency.RosterMatching.Applicant;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.RosterEntry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a roster says of an applicant: exactly one, some who might be meant, or nobody; each with its reasons. */
class RosterMatchingTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final RosterEntry HONG = new RosterEntry("17", "홍길동", "총무과", "주무관", "hong@moe.example");
    private static final RosterEntry KIM = new RosterEntry("18", "김철수", "감사과", "사무관", "");

    @TempDir
    static Path folder;

    private static Database database;
    private static Registry registry;
    private static RosterMatching matching;
    private static int number;

    private String agency;

    @BeforeAll
    static void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
        registry = Registry.open(database, Clock.systemUTC(), new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM));
        matching = new RosterMatching(registry.rosters());
    }

    @AfterAll
    static void close() {
        registry.close();
        database.close();
    }

    @BeforeEach
    void anAgencyOfItsOwn() {
        agency = "A" + ++number;
        registry.agencies().put(new Agency(agency, "기관", Set.of("a" + number + ".example")), "test");
    }

    private void roster(RosterEntry... entries) {
        List<RosterEntry> all = List.of(entries);
        registry.rosters().replace(agency, all, registry.rosters().compare(agency, all), "test");
    }

    private RosterMatch match(String name, String unit, String position, String staffNumber, String mail) {
        return matching.match(new Applicant(agency, name, unit, position, staffNumber, mail));
    }

    private static String kind(RosterMatch match) {
        return match.fold(exact -> "exact", near -> "near", none -> "none");
    }

    private static List<String> codes(List<Told> told) {
        return told.stream().map(Told::code).toList();
    }

    private static Likely only(RosterMatch match) {
        return match.fold(RosterMatch.Exact::person, near -> near.people().get(0), none -> {
            throw new AssertionError("none");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "홍길동, 총무과, 주무관, 17, hong@moe.example, exact",
        "홍길동, 총무과, '', '', '', exact",
        "홍길동, '', 주무관, '', '', exact",
        "홍길동, '', '', 17, '', exact",
        "홍길동, '', '', '', hong@moe.example, exact",
        "홍 길동, 총 무과, '', '', '', exact",
        "홍길동, '', '', '', '', near",
        "홍길동, 감사과, 주무관, '', '', near",
        "홍길동, 총무과, 사무관, '', '', near",
        "홍길동, 총무과, 주무관, 99, '', near",
        "홍길순, 총무과, 주무관, '', '', near",
        "이영희, 총무과, 주무관, 17, '', near",
        "이영희, 총무과, 주무관, '', '', none",
        "홍길순, 감사과, '', '', '', none",
        "'김길순', 총무과, '', '', '', none"
    })
    void isExactNearOrNone(
            String name, String unit, String position, String staffNumber, String mail, String expected) {
        roster(HONG, KIM);
        assertThat(kind(match(name, unit, position, staffNumber, mail))).isEqualTo(expected);
    }

    @Test
    void eachFactSpeaksForOrAgainst() {
        roster(HONG, KIM);
        Likely same = only(match("홍길동", "총무과", "주무관", "17", "hong@moe.example"));
        assertThat(same.entry()).isEqualTo(HONG);
        assertThat(codes(same.agrees())).containsExactly("G-381", "G-382", "G-383", "G-384", "G-385");
        assertThat(same.differs()).isEmpty();
        Likely other = only(match("홍길동", "감사과", "사무관", "99", "gildong@moe.example"));
        assertThat(codes(other.agrees())).containsExactly("G-381");
        assertThat(codes(other.differs())).containsExactly("G-390", "G-388", "G-389", "G-398");
        assertThat(other.differs().get(1).facts()).containsEntry("roster", "총무과");
        assertThat(codes(only(match("홍길순", "총무과", "", "", "")).differs())).containsExactly("G-387");
        assertThat(codes(only(match("이영희", "", "", "17", "")).differs())).containsExactly("G-386");
    }

    @Test
    void whatWasNotToldSpeaksNeitherForNorAgainst() {
        roster(KIM);
        Likely kim = only(match("김철수", "감사과", "", "", "kim@moe.example"));
        assertThat(codes(kim.agrees())).containsExactly("G-381", "G-383");
        assertThat(kim.differs()).isEmpty();
    }

    @Test
    void namesakesAreSaidSoAndOneIsMeantOnlyIfSomethingTellsThemApart() {
        RosterEntry namesake = new RosterEntry("19", "홍길동", "총무과", "주무관", "");
        roster(HONG, namesake, KIM);
        RosterMatch both = match("홍길동", "총무과", "주무관", "", "");
        assertThat(kind(both)).isEqualTo("near");
        assertThat(both.<List<RosterEntry>>fold(
                        exact -> List.of(),
                        near -> near.people().stream().map(Likely::entry).toList(),
                        none -> List.of()))
                .containsExactlyInAnyOrder(HONG, namesake);
        assertThat(both.evidence()).contains(Told.of("G-391", "count", "2"));
        RosterMatch one = match("홍길동", "총무과", "주무관", "19", "");
        assertThat(kind(one)).isEqualTo("exact");
        assertThat(only(one).entry()).isEqualTo(namesake);
        assertThat(codes(one.evidence())).contains("G-391");
    }

    @Test
    void aNamesakeOfWhomLessIsKnownKeepsItFromBeingExact() {
        roster(HONG, new RosterEntry("20", "홍길동", "", "", ""));
        assertThat(kind(match("홍길동", "총무과", "주무관", "", ""))).isEqualTo("near");
        assertThat(kind(match("홍길동", "총무과", "주무관", "17", ""))).isEqualTo("exact");
    }

    @Test
    void theLikeliestComeFirstAndFewAreTold() {
        RosterEntry[] all = new RosterEntry[9];
        for (int i = 0; i < all.length; i++) {
            all[i] = new RosterEntry("n" + i, "홍길동", i == 7 ? "총무과" : "부서" + i, "", "");
        }
        roster(all);
        RosterMatch match = match("홍길동", "총무과", "", "m", "");
        assertThat(kind(match)).isEqualTo("near");
        assertThat(only(match).entry()).isEqualTo(all[7]);
        assertThat(match.<Integer>fold(exact -> 1, near -> near.people().size(), none -> 0))
                .isEqualTo(5);
    }

    @Test
    void howOldTheRosterIsOrThatThereIsNoneIsEvidence() {
        assertThat(codes(match("홍길동", "", "", "", "").evidence())).containsExactly("G-393");
        roster(KIM);
        RosterMatch none = match("홍길동", "", "", "", "");
        assertThat(codes(none.evidence())).containsExactly("G-394", "G-392");
        assertThat(none.evidence().get(0).facts()).containsEntry("size", "1");
    }

    @Test
    void everyOutcomeIsAnsweredFor() {
        assertThat(RosterMatch.class.getPermittedSubclasses()).hasSize(3);
        assertThat(Listed.class.getPermittedSubclasses()).hasSize(2);
    }

    @Test
    void noTextNamesTheApplicant() {
        assertThat(new Applicant("A", "홍길동", "총무과", "", "17", "hong@moe.example").toString())
                .isEqualTo("Applicant[of A]");
    }
}
