package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who can be addressed, and by what. */
class AddresseesTest {
    private static final World WORLD = World.shared();

    private final Addressees addressees = WORLD.registry.addressees();
    private final String agency = "ADR-" + World.number();

    private Address person(String unit, String position) {
        Address address = WORLD.account().address();
        WORLD.sql("UPDATE account SET agency = '" + agency + "', unit = '" + unit + "', post = '" + position
                + "' WHERE address = '" + address + "'");
        return address;
    }

    private static List<Address> named(Roll roll, BitSet those) {
        return roll.addresses(those);
    }

    @Test
    void whoeverHasAMailboxIsOnTheRollWhetherSuspendedOrNot() {
        Address hong = WORLD.account().address();
        Address kim = WORLD.account().address();
        Address lee = WORLD.account().address();
        WORLD.accounts.suspend(kim, "test", "x");
        WORLD.accounts.close(lee, "test", "x");
        Address system = World.address(World.number());
        int number = World.number();
        WORLD.accounts.seed(
                List.of(new SeedAccount(
                        system,
                        "system",
                        AccountType.AGENCY_RELAY,
                        "MOE",
                        World.key(number),
                        "cn=x",
                        World.NOW.plusSeconds(60),
                        "")),
                "test");
        Roll roll = addressees.roll();
        assertThat(named(roll, roll.all())).contains(hong, kim).doesNotContain(lee, system);
        assertThat(named(roll, roll.among(List.of(kim, lee, system)))).containsExactly(kim);
        assertThat(roll.none().cardinality()).isZero();
    }

    @Test
    void peopleAreFoundByAgencyUnitAndPosition() {
        Address hong = person("기획 조정실", "과장");
        Address kim = person("혁신담당관", "과 장");
        Address lee = person("", "");
        Roll roll = addressees.roll();
        assertThat(named(roll, roll.ofAgency(agency))).containsExactlyInAnyOrder(hong, kim, lee);
        assertThat(named(roll, roll.inUnits(agency, Set.of("기획조정실")))).containsExactly(hong);
        assertThat(named(roll, roll.inUnits(agency, Set.of("")))).isEmpty();
        assertThat(named(roll, roll.inUnits("MOE", Set.of("기획조정실")))).doesNotContain(hong);
        assertThat(named(roll, roll.inPosition("과장"))).contains(hong, kim).doesNotContain(lee);
        assertThat(named(roll, roll.inPosition(" "))).isEmpty();
    }

    @Test
    void withoutPostsItIsTheSamePeopleAndNobodyIsFoundByOne() {
        Address hong = person("기획 조정실", "과장");
        WORLD.accounts.grant(hong, Role.HELPDESK, "test");
        Roll roll = addressees.rollWithoutPosts();
        Roll whole = addressees.roll();
        assertThat(named(roll, roll.all())).isEqualTo(named(whole, whole.all()));
        assertThat(named(roll, roll.ofAgency(agency))).containsExactly(hong);
        assertThat(named(roll, roll.having(Role.HELPDESK))).contains(hong);
        assertThat(named(roll, roll.of(AccountType.OFFICIAL))).contains(hong);
        assertThatThrownBy(() -> roll.inPosition("과장")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> roll.inUnits(agency, Set.of("기획조정실"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void peopleAreFoundByRoleAndByWhoseTheAccountIs() {
        Address reviewer = WORLD.account().address();
        WORLD.accounts.grant(reviewer, Role.REVIEWER, "test");
        SeedAccount ministry = World.seed(World.number());
        WORLD.accounts.seed(List.of(ministry), "test");
        Roll roll = addressees.roll();
        assertThat(named(roll, roll.having(Role.REVIEWER))).contains(reviewer).doesNotContain(ministry.address());
        assertThat(named(roll, roll.of(AccountType.AGENCY_REPRESENTATIVE)))
                .contains(ministry.address())
                .doesNotContain(reviewer);
    }

    @Test
    void whereEverybodyIsIsToldOfClosedAccountsTooAndAUnitIsOneHoweverItIsSpaced() {
        WORLD.registry.agencies().put(new Agency(agency, "기관", Set.of()), "test");
        Address hong = person("기획 조정실", "과장");
        Address kim = person("기획조정실", "과장");
        Address lee = person("", "");
        WORLD.accounts.close(lee, "test", "x");
        Whereabouts where = addressees.whereabouts();
        assertThat(where.of(hong.toString()).agency()).isEqualTo(agency);
        assertThat(where.of(hong.toString()).agencyName()).isEqualTo("기관");
        assertThat(RosterEntry.key(where.of(hong.toString()).unit())).isEqualTo("기획조정실");
        assertThat(where.of(kim.toString())).isEqualTo(where.of(hong.toString()));
        assertThat(where.of(lee.toString())).isEqualTo(new Whereabouts.Desk(agency, "기관", ""));
        assertThat(where.of("nobody@moe.gongmail.example")).isEqualTo(Whereabouts.Desk.UNKNOWN);
    }

    @Test
    void addressesAreGivenInTheirOrder() {
        Address kim = person("x", "y");
        Address lee = person("x", "y");
        Roll roll = addressees.roll();
        assertThat(named(roll, roll.ofAgency(agency)))
                .hasSize(2)
                .contains(kim, lee)
                .isSorted();
    }

    @Test
    void aUnitIsThoseBelowItToo() {
        WORLD.registry.agencies().put(new Agency(agency, "기관", Set.of()), "test");
        AgencyUnits units = WORLD.registry.units();
        units.put(agency, new AgencyUnit("B", "기획조정실", ""), "test");
        units.put(agency, new AgencyUnit("A", "혁신담당관", "B"), "test");
        units.put(agency, new AgencyUnit("C", "혁신 1팀", "A"), "test");
        units.put(agency, new AgencyUnit("D", "감사관", ""), "test");
        assertThat(addressees.unitNames(agency, "B")).containsExactlyInAnyOrder("기획조정실", "혁신담당관", "혁신 1팀");
        assertThat(addressees.unitNames(agency, "A")).containsExactlyInAnyOrder("혁신담당관", "혁신 1팀");
        assertThat(addressees.unitNames(agency, "D")).containsExactly("감사관");
        assertThat(addressees.unitNames(agency, "E")).isEmpty();
    }
}
