package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The units of an agency are a tree, whatever is put where. */
class AgencyUnitsTest {
    private static final World WORLD = World.shared();
    private static final AgencyUnits UNITS = WORLD.registry.units();

    private String agency;

    @BeforeEach
    void anAgencyOfItsOwn() {
        agency = "U" + World.number();
        WORLD.registry
                .agencies()
                .put(new Agency(agency, "기관", Set.of(agency.toLowerCase(Locale.ROOT) + ".example")), "test");
    }

    private void put(String code, String above) {
        UNITS.put(agency, new AgencyUnit(code, "부서 " + code, above), "test");
    }

    @Test
    void eachIsFollowedByThoseBelowIt() {
        put("B", "");
        put("A", "");
        put("A2", "A");
        put("A1", "A");
        put("A11", "A1");
        assertThat(UNITS.list(agency)).extracting(AgencyUnit::code).containsExactly("A", "A1", "A11", "A2", "B");
        put("A1", "B");
        assertThat(UNITS.list(agency)).extracting(AgencyUnit::code).containsExactly("A", "A2", "B", "A1", "A11");
        UNITS.put(agency, new AgencyUnit("B", "감사관", ""), "test");
        assertThat(UNITS.list(agency)).contains(new AgencyUnit("B", "감사관", ""));
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("agency.unit-put");
        assertThat(UNITS.list("nowhere")).isEmpty();
    }

    @Test
    void noneIsAboveItselfNorBelowAMissingOne() {
        put("A", "");
        put("B", "A");
        long audited = WORLD.audit.lastNumber();
        for (String above : new String[] {"A", "B", "C"}) {
            assertThatThrownBy(() -> put("A", above)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> UNITS.put("nowhere", new AgencyUnit("A", "a", ""), "test"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(UNITS.list(agency)).extracting(AgencyUnit::above).containsExactly("", "A");
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
    }

    @Test
    void thereAreTenLevelsAlsoWhenABranchIsMoved() {
        put("L1", "");
        for (int level = 2; level <= 10; level++) {
            put("L" + level, "L" + (level - 1));
        }
        assertThatThrownBy(() -> put("L11", "L10")).isInstanceOf(IllegalArgumentException.class);
        put("TOP", "");
        assertThatThrownBy(() -> put("L1", "TOP")).isInstanceOf(IllegalArgumentException.class);
        assertThat(UNITS.list(agency)).hasSize(11);
    }

    @Test
    void oneIsRemovedOnceNoneIsBelowIt() {
        put("A", "");
        put("B", "A");
        assertThatThrownBy(() -> UNITS.remove(agency, "A", "test")).isInstanceOf(IllegalArgumentException.class);
        assertThat(UNITS.remove(agency, "B", "test")).isTrue();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("agency.unit-removed");
        assertThat(UNITS.remove(agency, "B", "test")).isFalse();
        assertThat(UNITS.remove(agency, "A", "test")).isTrue();
        assertThat(UNITS.list(agency)).isEmpty();
    }

    @Test
    void codesAndNamesAreBounded() {
        assertThatThrownBy(() -> new AgencyUnit("", "a", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgencyUnit("가", "a", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgencyUnit("A", "", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgencyUnit("A", "a".repeat(201), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgencyUnit("A", "a", "b c")).isInstanceOf(IllegalArgumentException.class);
    }
}
