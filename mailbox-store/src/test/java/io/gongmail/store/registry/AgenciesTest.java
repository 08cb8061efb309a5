package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgenciesTest {
    private static final World WORLD = World.shared();
    private final Agencies agencies = WORLD.registry.agencies();
    private final int number = World.number();
    private final Agency moe =
            new Agency("A" + number, "교육부", Set.of("a" + number + ".example", "b.a" + number + ".example"));

    @Test
    void anAgencyIsFoundByCodeAndByEachOfItsDomains() {
        long audited = WORLD.audit.lastNumber();
        agencies.put(moe, "administrator");
        assertThat(agencies.find(moe.code())).contains(moe);
        assertThat(agencies.ofDomain("a" + number + ".example")).contains(moe);
        assertThat(agencies.ofDomain("B.A" + number + ".EXAMPLE")).contains(moe);
        assertThat(agencies.ofDomain("c" + number + ".example")).isEmpty();
        assertThat(agencies.find("none")).isEmpty();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("agency.put");
        assertThat(event.actor()).isEqualTo("administrator");
        assertThat(event.subject()).isEqualTo(moe.code());
        assertThat(event.facts())
                .containsEntry("name", "교육부")
                .containsEntry("domains", "a" + number + ".example b.a" + number + ".example");
    }

    @Test
    void puttingAgainReplacesNameAndDomains() {
        agencies.put(moe, "administrator");
        Agency changed = new Agency(moe.code(), "교육과학부", Set.of("a" + number + ".example", "n" + number + ".example"));
        agencies.put(changed, "administrator");
        assertThat(agencies.find(moe.code())).contains(changed);
        assertThat(agencies.ofDomain("b.a" + number + ".example")).isEmpty();
    }

    @Test
    void aDomainHasOneAgency() {
        agencies.put(moe, "administrator");
        Agency other = new Agency("B" + number, "다른 부", Set.of("a" + number + ".example"));
        long audited = WORLD.audit.lastNumber();
        assertThatThrownBy(() -> agencies.put(other, "administrator")).isInstanceOf(IllegalArgumentException.class);
        assertThat(agencies.find(other.code())).isEmpty();
        assertThat(agencies.ofDomain("a" + number + ".example")).contains(moe);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
    }

    @Test
    void aLimitIsSetTakenAwayAndAudited() {
        agencies.put(moe, "administrator");
        assertThat(agencies.quota(moe.code())).isEmpty();
        assertThat(agencies.limit(moe.code(), OptionalLong.of(5), "administrator"))
                .isTrue();
        assertThat(agencies.quota(moe.code())).hasValue(5);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent("agency.quota-set", "administrator", moe.code(), Map.of("quota", "5")));
        agencies.put(moe, "administrator");
        assertThat(agencies.quota(moe.code())).as("put again").hasValue(5);
        agencies.limit(moe.code(), OptionalLong.empty(), "administrator");
        assertThat(agencies.quota(moe.code())).isEmpty();
        assertThat(agencies.limit("none", OptionalLong.of(5), "administrator")).isFalse();
    }

    @Test
    void agenciesAreListedInTheOrderOfTheirCodes() {
        Agency first = new Agency("Z" + number + "-1", "일", Set.of());
        Agency second = new Agency("Z" + number + "-2", "이", Set.of());
        agencies.put(second, "x");
        agencies.put(first, "x");
        assertThat(agencies.list("Z" + number, 2)).containsExactly(first, second);
        assertThat(agencies.list("Z" + number, 1)).containsExactly(first);
        assertThat(agencies.list(first.code(), 1)).containsExactly(second);
        assertThatThrownBy(() -> agencies.list("", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneIsFoundWhileItIsTypedByCodeOrName() {
        String mark = "검색" + number;
        Agency whole = new Agency("S" + number, mark + "부", Set.of());
        Agency begins = new Agency("S" + number + "-9", "가", Set.of());
        Agency named = new Agency("T" + number, mark + " 교육 지원청", Set.of());
        Agency inside = new Agency("V" + number, "서울 " + mark + "청", Set.of());
        for (Agency agency : new Agency[] {inside, named, begins, whole}) {
            agencies.put(agency, "x");
        }
        assertThat(agencies.search("s" + number, 10)).containsExactly(whole, begins);
        assertThat(agencies.search(mark, 10)).containsExactly(named, whole, inside);
        assertThat(agencies.search(mark + "교육지", 10)).containsExactly(named);
        assertThat(agencies.search(mark + "교 육", 10)).containsExactly(named);
        assertThat(agencies.search(mark, 2)).containsExactly(named, whole);
        assertThat(agencies.search(mark + "없음", 10)).isEmpty();
        assertThat(agencies.search("", 3)).hasSize(3);
        assertThatThrownBy(() -> agencies.search("", 101)).isInstanceOf(IllegalArgumentException.class);
        assertThat(agencies.search("가".repeat(101), 10)).isEmpty();
    }

    @Test
    void oneThatAnOlderVersionWroteIsFoundAfterTheNextStart() {
        Agency old = new Agency("O" + number, "오래된 기관" + number, Set.of());
        agencies.put(old, "x");
        WORLD.sql("UPDATE agency SET name_key = '' WHERE code = '" + old.code() + "'");
        assertThat(agencies.search("오래된기관" + number, 10)).isEmpty();
        Registry.open(WORLD.database, World.CLOCK, World.PERSONAL).close();
        assertThat(agencies.search("오래된기관" + number, 10)).containsExactly(old);
    }

    @Test
    void whatIsTypedIsNoPattern() {
        Agency percent = new Agency("P" + number, "백%" + number + "_!", Set.of());
        agencies.put(percent, "x");
        agencies.put(new Agency("Q" + number, "백분의" + number + "일이", Set.of()), "x");
        assertThat(agencies.search("백%" + number, 10)).containsExactly(percent);
        assertThat(agencies.search(number + "_!", 10)).containsExactly(percent);
        assertThat(agencies.search("백_" + number, 10)).isEmpty();
    }

    @Test
    void anAgencyIsWellFormed() {
        for (String code : new String[] {"", "a b", "교육부", "x".repeat(33)}) {
            assertThatThrownBy(() -> new Agency(code, "n", Set.of())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Agency("a", " ", Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Agency("a", "n".repeat(201), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Agency("a", "n", Set.of("Upper.example")))
                .isInstanceOf(IllegalArgumentException.class);
        Set<String> hundred = IntStream.range(0, 100).mapToObj(i -> "d" + i).collect(Collectors.toSet());
        assertThat(new Agency("a", "n".repeat(200), hundred).domains()).hasSize(100);
        hundred.add("one-more");
        assertThatThrownBy(() -> new Agency("a", "n", hundred)).isInstanceOf(IllegalArgumentException.class);
    }
}
