package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import io.gongmail.server.config.PersonDetail;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree of agencies, units and people. */
class ChartTest {
    private final Chart chart = Charted.government();

    private static String names(Node node, Shown attribute) {
        return String.join(",", node.values(attribute).stream().map(Text::value).toList());
    }

    private Node found(String name) throws LDAPException {
        return chart.find(name).orElseThrow();
    }

    @Test
    void everyEntryIsFoundByItsOwnName() throws LDAPException {
        for (Part part : chart.parts()) {
            assertThat(found(part.name())).isSameAs(part);
        }
        for (Person person : chart.people()) {
            assertThat(found(person.name())).isSameAs(person);
            assertThat(new DN(person.name())).isNotNull();
        }
        assertThat(chart.parts()).hasSize(1 + 2 + 4);
        assertThat(chart.people()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o=Government of Korea,c=KR",
                "O=government of korea, C=kr",
                "ou=교육부,o=Government of Korea,c=KR",
                "uid=HONG@moe.example,ou=정책기획관,ou=기획조정실,ou=교육부,o=Government of Korea,c=KR"
            })
    void namesAreComparedAsNamesAre(String name) throws LDAPException {
        assertThat(chart.find(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=KR",
                "o=Elsewhere",
                "ou=외교부,o=Government of Korea,c=KR",
                "uid=hong@moe.example,ou=교육부,o=Government of Korea,c=KR",
                "uid=nobody@moe.example,ou=교육부,o=Government of Korea,c=KR",
                "cn=x,uid=hong@moe.example,ou=정책기획관,ou=기획조정실,ou=교육부,o=Government of Korea,c=KR",
                "ou=교육부+cn=x,o=Government of Korea,c=KR"
            })
    void whatIsNotThereIsNotFound(String name) throws LDAPException {
        assertThat(chart.find(name)).isEmpty();
    }

    @Test
    void whatIsNoNameIsToldSo() {
        assertThatThrownBy(() -> chart.find("no name")).isInstanceOf(LDAPException.class);
    }

    @Test
    void aPersonStandsInTheUnitThatIsNamedSoOrElseInTheAgency() throws LDAPException {
        assertThat(found("uid=jegal@moe.example,ou=교육부," + Book.SUFFIX)).satisfies(person -> {
            assertThat(names(person, Shown.OU)).isEqualTo("없는과");
            assertThat(names(person, Shown.O)).isEqualTo("교육부");
        });
    }

    /** Of two beside each other that have one name. */
    @Test
    void unitsOfOneNameAreToldApartByCode() throws LDAPException {
        assertThat(names(found("ou=인재정책실 (201),ou=교육부," + Book.SUFFIX), Shown.OU))
                .isEqualTo("인재정책실");
    }

    /** Who answers for an agency's account stands in no address book. */
    @Test
    void anAgencysAccountIsTheAgencys() throws LDAPException {
        Node notice = found("uid=notice@moe.example,ou=교육부," + Book.SUFFIX);
        assertThat(names(notice, Shown.CN)).isEqualTo("교육부");
        assertThat(names(notice, Shown.TITLE)).isEmpty();
    }

    @Test
    void whatThePolicyDoesNotShowIsNotInIt() {
        Chart bare = Charted.government(EnumSet.of(PersonDetail.CERTIFICATE));
        assertThat(bare.people())
                .allSatisfy(person -> {
                    assertThat(names(person, Shown.OU)).isEmpty();
                    assertThat(names(person, Shown.TITLE)).isEmpty();
                })
                .filteredOn(person -> !person.address().startsWith("notice"))
                .allSatisfy(person -> assertThat(names(person, Shown.CN)).isEqualTo(person.address()));
        assertThat(bare.parts()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"홍길동,홍,길동", "제갈공명,제갈,공명", "제갈,제,갈", "남궁민,남궁,민", "Gildong Hong,Hong,Gildong", "Plato,Plato,''", "김,김,''"
    })
    void aNameDividesWhereTheFamilysEnds(String name, String family, String given) {
        assertThat(FamilyName.of(name)).isEqualTo(family);
        assertThat(FamilyName.given(name)).isEqualTo(given);
    }

    @Test
    void itIsReadAnewWhenItHasBecomeTooOld() {
        AtomicLong now = new AtomicLong();
        AtomicInteger drawn = new AtomicInteger();
        Charts charts = new Charts(
                () -> {
                    drawn.incrementAndGet();
                    return Charted.government();
                },
                1_000,
                now::get);

        Chart first = charts.current();
        now.set(999);
        assertThat(charts.current()).isSameAs(first);
        now.set(1_000);
        assertThat(charts.current()).isNotSameAs(first);
        assertThat(drawn).hasValue(2);
    }

    /** The search that finds it too old reads it; the others do not wait. */
    @Test
    void whileItIsReadAnewOthersGoOnWithTheOneBefore() {
        AtomicLong now = new AtomicLong();
        AtomicInteger drawn = new AtomicInteger();
        Charts[] charts = new Charts[1];
        charts[0] = new Charts(
                () -> {
                    if (drawn.incrementAndGet() == 2) {
                        assertThat(onAnotherThread(charts[0])).isNotNull();
                    }
                    return Charted.government();
                },
                1_000,
                now::get);
        charts[0].current();
        now.set(2_000);
        charts[0].current();
        assertThat(drawn).hasValue(2);
    }

    private static Chart onAnotherThread(Charts charts) {
        Chart[] seen = new Chart[1];
        Thread other = new Thread(() -> seen[0] = charts.current());
        other.start();
        try {
            other.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return seen[0];
    }
}
