package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedAudiencesTest {
    private static final World WORLD = World.shared();
    private static final String WHO = "administrator";
    private static final String ORIGINAL = "AUD-1";
    private static final String OTHER = "AUD-2";

    private final SavedAudiences audiences = WORLD.registry.audiences();
    private final AudienceGrants grants = WORLD.registry.audienceGrants();
    private final String name = "audience-" + World.number();

    @BeforeAll
    static void agencies() {
        WORLD.registry.agencies().put(new Agency(ORIGINAL, "하나", Set.of()), "test");
        WORLD.registry.agencies().put(new Agency(OTHER, "둘", Set.of()), "test");
    }

    @Test
    void whatIsSavedIsFoundAndMayBeSavedAnew() {
        audiences.save(name, ORIGINAL, "agency:AUD-1", WHO);
        assertThat(audiences.find(name))
                .contains(new SavedAudience(name, ORIGINAL, Optional.of("agency:AUD-1"), World.NOW, WHO));
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "audience.saved", WHO, name, Map.of("agency", ORIGINAL, "expression", "agency:AUD-1")));
        audiences.save(name, "", "all", WHO);
        assertThat(audiences.find(name)).contains(new SavedAudience(name, "", Optional.of("all"), World.NOW, WHO));
        assertThat(audiences.list("", 1_000)).extracting(SavedAudience::name).contains(name);
        assertThat(audiences.remove(name, WHO)).isTrue();
        assertThat(WORLD.lastEntry().event()).isEqualTo(new AuditEvent("audience.removed", WHO, name));
        assertThat(audiences.remove(name, WHO)).isFalse();
        assertThat(audiences.find(name)).isEmpty();
    }

    @Test
    void aListIsOfOpenAccountsAndEachIsOnItOnce() {
        Address hong = WORLD.account().address();
        Address kim = WORLD.account().address();
        audiences.saveList(name, "", List.of(kim, hong, kim), WHO);
        assertThat(audiences.members(name)).containsExactlyInAnyOrder(hong, kim);
        assertThat(audiences.find(name).orElseThrow().expression()).isEmpty();
        Address nobody = World.address(World.number());
        assertThatThrownBy(() -> audiences.saveList(name, "", List.of(nobody), WHO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(nobody.toString());
        assertThat(audiences.members(name)).as("as it was").hasSize(2);
        audiences.save(name, "", "all", WHO);
        assertThat(audiences.members(name)).isEmpty();
    }

    @Test
    void whoIsClosedIsOnNoListAndWhoGetsTheAddressIsOnNone() {
        Address hong = WORLD.account().address();
        Address kim = WORLD.account().address();
        audiences.saveList(name, "", List.of(hong, kim), WHO);
        WORLD.accounts.close(hong, WHO, "x");
        assertThat(audiences.members(name)).containsExactly(kim);
    }

    @Test
    void whoGetsAnotherAddressStaysOnTheList() {
        Account account = WORLD.account();
        audiences.saveList(name, "", List.of(account.address()), WHO);
        Address fresh = World.address(World.number());
        Application.Approved approved = WORLD.approved(WORLD.registry
                .agencyChanges()
                .submit(World.person(), World.consents(), WORLD.changeOfAgency(account, "MOIS", fresh), World.shown())
                .orElseThrow());
        WORLD.registry.agencyChanges().carryOut(approved, (transaction, from, to) -> {});
        assertThat(audiences.members(name)).containsExactly(fresh);
    }

    @Test
    void anAgencyAddressesItsOwnAndWhatItWasGranted() {
        audiences.save(name, ORIGINAL, "agency:AUD-1", WHO);
        assertThat(grants.may(ORIGINAL, name)).isTrue();
        assertThat(grants.may(OTHER, name)).isFalse();
        assertThat(grants.give(name, OTHER, WHO)).isTrue();
        AuditEvent given = new AuditEvent("audience.granted", WHO, name, Map.of("agency", OTHER));
        assertThat(WORLD.lastEntry().event()).isEqualTo(given);
        assertThat(grants.give(name, OTHER, WHO)).isFalse();
        assertThat(WORLD.lastEntry().event()).as("no news").isEqualTo(given);
        assertThat(grants.may(OTHER, name)).isTrue();
        assertThat(grants.of(name)).containsExactly(OTHER);
        assertThat(grants.withdraw(name, OTHER, WHO)).isTrue();
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent("audience.revoked", WHO, name, Map.of("agency", OTHER)));
        assertThat(grants.may(OTHER, name)).isFalse();
        assertThat(grants.withdraw(name, OTHER, WHO)).isFalse();
    }

    @Test
    void whatTheInstallationSavedIsNobodysOwn() {
        audiences.save(name, "", "all", WHO);
        assertThat(grants.may("", name)).isFalse();
        assertThat(grants.may(ORIGINAL, name)).isFalse();
    }

    @Test
    void whatIsForgottenAndSavedAgainIsGrantedToNobody() {
        audiences.save(name, ORIGINAL, "all", WHO);
        grants.give(name, OTHER, WHO);
        audiences.remove(name, WHO);
        audiences.save(name, ORIGINAL, "all", WHO);
        assertThat(grants.may(OTHER, name)).isFalse();
    }

    @Test
    void nothingIsSavedForAnAgencyThatIsNotThere() {
        assertThatThrownBy(() -> audiences.save(name, "NONE", "all", WHO)).hasMessageContaining("no agency NONE");
        assertThatThrownBy(() -> audiences.save(name, "", "x".repeat(1_001), WHO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> audiences.save(name, "", " ", WHO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> grants.give(name, ORIGINAL, WHO)).hasMessageContaining("no audience " + name);
        audiences.save(name, "", "x".repeat(1_000), WHO);
        assertThatThrownBy(() -> grants.give(name, "NONE", WHO)).hasMessageContaining("no agency NONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "-a", "a-", "A", "a b", "a@b", "a:b", "한글", "a.b", "a_b"})
    void whatIsNoNameIsRefused(String wrong) {
        assertThatThrownBy(() -> audiences.save(wrong, "", "all", WHO)).hasMessageContaining("name of an audience");
    }

    @Test
    void aNameIsNoLongerThanAnAddressHasRoomFor() {
        assertThat(SavedAudience.isName("a".repeat(50))).isTrue();
        assertThat(SavedAudience.isName("a".repeat(51))).isFalse();
    }
}
